"""What a terminal shows that cannot write our marks: one plain character for each, so that columns stay where they are."""

import codecs
from collections.abc import Mapping
from typing import Final

STAND_INS: Final[Mapping[str, str]] = {
    "●": "*", "◐": "+", "◔": "~", "○": ".", "⊘": "x", "◌": "?", "✓": "v", "▸": ">", "…": ">", "◆": "T",
    "▁": "_", "▂": ".", "▃": ":", "▄": "-", "▅": "=", "▆": "+", "▇": "*",
    "█": "#", "▒": "=", "░": "-", "┃": "|",
}  # fmt: skip
"""Of each mark, and of the blocks that pictures are drawn with."""
ERRORS: Final = "milestonectl-stand-ins"
"""The name under which a stream is told to use them."""


def _stand_in(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    return "".join(STAND_INS.get(character, "?") for character in missing), error.end


codecs.register_error(ERRORS, _stand_in)
