"""Bytes of a file -> text, with a problem at the place of what is no text."""

from milestonectl.model.problem import Place, Problem
from milestonectl.model.words import did_you_mean

__all__ = ["BYTE_ORDER_MARK", "decode", "did_you_mean"]

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def decode(raw: bytes, file: str) -> tuple[str, list[Problem]]:
    """The text of a UTF-8 file, a byte order mark left out; unreadable bytes become a problem each line."""
    raw = raw.removeprefix(BYTE_ORDER_MARK)
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        return raw.decode(errors="replace"), [_not_utf8(raw, error, file)]
    position = text.find("\0")
    return text, [] if position < 0 else [_nul_byte(text, position, file)]


def _not_utf8(raw: bytes, error: UnicodeDecodeError, file: str) -> Problem:
    line = raw.count(b"\n", 0, error.start) + 1
    column = len(raw[raw.rfind(b"\n", 0, error.start) + 1 : error.start].decode(errors="replace")) + 1
    return Problem(
        "not-utf8",
        f"byte 0x{raw[error.start]:02x} is not UTF-8 text",
        Place(file, line, column, line, column + 1),
        "save the file as UTF-8",
    )


def _nul_byte(text: str, position: int, file: str) -> Problem:
    line = text.count("\n", 0, position) + 1
    column = position - text.rfind("\n", 0, position)
    place = Place(file, line, column, line, column + 1)
    return Problem("not-utf8", "a NUL byte is no text", place, "remove it; the file may be damaged: compare with git")
