"""Ledger files -> rows and problems. One row is one line, in CSV and in YAML."""

from milestonectl.files.cells import Line
from milestonectl.files.csv_rows import parse_csv_lines
from milestonectl.files.text import BYTE_ORDER_MARK
from milestonectl.files.yaml_rows import parse_yaml_lines
from milestonectl.model.problem import Place, Problem
from milestonectl.model.row import Row, fingerprint

MAX_LINE_BYTES = 1_000_000
_CONFLICT = ("<<<<<<< ", ">>>>>>> ", "||||||| ")
_BETWEEN = "======="
_SUSPECT = (b"\0", *(mark.encode() for mark in (*_CONFLICT, _BETWEEN)))
"""A file without any of these needs no look at each line."""


def parse_ledger(raw: bytes, file: str, field_names: tuple[str, ...]) -> tuple[list[Row], list[Problem]]:
    """The rows of a file. A row that cannot be understood becomes a problem and does not count."""
    return parse_text(raw.removeprefix(BYTE_ORDER_MARK), file, field_names)


def parse_text(raw: bytes, file: str, field_names: tuple[str, ...]) -> tuple[list[Row], list[Problem]]:
    """The same of the text of a file, a byte order mark left out already."""
    lines, problems = _lines(raw, file)
    parse = parse_yaml_lines if is_yaml(file) else parse_csv_lines
    rows, found = parse(lines, file, field_names)
    problems += found
    if raw and not raw.endswith(b"\n"):
        return _without_torn_line(rows, problems, raw.count(b"\n") + 1, file)
    return rows, problems


def is_yaml(file: str) -> bool:
    """Whether a ledger file holds YAML; otherwise it holds CSV."""
    return file.endswith((".yaml", ".yml"))


def is_torn(raw: bytes, file: str, field_names: tuple[str, ...]) -> bool:
    """Whether the last line was only written in part: it has no line break, and is no whole row."""
    if raw.endswith(b"\n"):
        return False
    return any(problem.name == "torn-line" for problem in parse_ledger(raw, file, field_names)[1])


def _without_torn_line(
    rows: list[Row], problems: list[Problem], last: int, file: str
) -> tuple[list[Row], list[Problem]]:
    """A last line without a line break counts only when it is whole: nothing is wrong with it, its id included."""
    cut = bool(rows) and rows[-1].line == last and rows[-1].id not in ("", fingerprint(rows[-1]))
    if not cut and all(problem.place.line != last for problem in problems):
        return rows, problems
    hint = "log it again; milestonectl audit --repair moves the remainder aside"
    torn = Problem("torn-line", "the last line was only written in part", Place(file, last, 1, last, 2), hint)
    return rows[:-1] if cut else rows, [*(p for p in problems if p.place.line != last), torn]


def _lines(raw: bytes, file: str) -> tuple[list[Line], list[Problem]]:
    """The lines that may be rows, and what is wrong with the others."""
    pieces = raw.split(b"\n")
    if any(mark in raw for mark in _SUSPECT) or max(map(len, pieces)) > MAX_LINE_BYTES:
        return _checked_lines(pieces, file)
    try:
        texts = raw.decode().split("\n")
    except UnicodeDecodeError:
        return _checked_lines(pieces, file)
    if b"\r" in raw:
        texts = [text.removesuffix("\r") for text in texts]
    return [Line(number, text) for number, text in enumerate(texts, 1) if text], []


def _checked_lines(pieces: list[bytes], file: str) -> tuple[list[Line], list[Problem]]:
    lines: list[Line] = []
    problems: list[Problem] = []
    for number, piece in enumerate(pieces, 1):
        raw = piece.removesuffix(b"\r")
        problem = _unreadable(raw, Place(file, number, 1, number, 2))
        if problem is not None:
            problems.append(problem)
        elif raw:
            lines.append(Line(number, raw.decode()))
    return lines, problems


def _unreadable(raw: bytes, place: Place) -> Problem | None:
    if b"\0" in raw:
        return Problem("not-utf8", "a NUL byte is no text", place, "compare the line with git's copy")
    if len(raw) > MAX_LINE_BYTES:
        message = f"a row of more than {MAX_LINE_BYTES:,} bytes"
        return Problem("too-large", message, place, "keep long texts in evidence/")
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return Problem("not-utf8", "the line is not UTF-8 text", place, "save the file as UTF-8")
    if _is_conflict(text):
        return Problem("merge-conflict", "a merge conflict is not resolved", place, "keep the rows of both sides")
    return None


def _is_conflict(text: str) -> bool:
    return text.startswith(_CONFLICT) or text == _BETWEEN
