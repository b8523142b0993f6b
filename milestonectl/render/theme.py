"""What each look of `screen.Look` is. Nothing says anything by its colour alone.

Only colours that can be read on a light and on a dark ground: yellow and cyan vanish on white, blue on black, and dimmed
text on either. Green is for marks, never for text.
"""

from collections.abc import Mapping
from typing import Final

LOOKS: Final[Mapping[str, str]] = {"title": "underline", "good": "green", "warning": "red", "struck": "strike"}
