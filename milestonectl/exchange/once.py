"""What is worked out once for each different text: millions of records say few things."""

from collections.abc import Callable
from typing import TypeVar

Made = TypeVar("Made")


class Once(dict[str, Made]):
    """What a function makes of each text it was asked for: `Once(str.upper)["a"]` is `A`."""

    def __init__(self, make: Callable[[str], Made], most: int = 100_000) -> None:
        """Forgets all when there are too many: where texts are seldom equal, there is nothing to gain from them."""
        super().__init__()
        self.make, self.most = make, most

    def __missing__(self, text: str) -> Made:
        if len(self) >= self.most:
            self.clear()
        self[text] = made = self.make(text)
        return made
