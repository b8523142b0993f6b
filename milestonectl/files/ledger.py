"""Ledger files -> rows and problems. One row is one line, in CSV and in YAML."""

from milestonectl.files.cells import Line
from milestonectl.files.csv_rows import parse_csv_lines
from milestonectl.files.text import BYTE_ORDER_MARK
from milestonectl.files.yaml_rows import parse_yaml_lines
from milestonectl.model.problem import Place, Problem
from milestonectl.model.row import Row

MAX_LINE_BYTES = 1_000_000
_CONFLICT = (b"<<<<<<< ", b"=======", b">>>>>>> ", b"||||||| ")


def parse_ledger(raw: bytes, file: str, field_names: tuple[str, ...]) -> tuple[list[Row], list[Problem]]:
    """The rows of a file. A row that cannot be understood becomes a problem and does not count."""
    lines, problems = _lines(raw, file)
    parse = parse_yaml_lines if file.endswith((".yaml", ".yml")) else parse_csv_lines
    rows, found = parse(lines, file, field_names)
    return rows, problems + found


def _lines(raw: bytes, file: str) -> tuple[list[Line], list[Problem]]:
    """The lines that may be rows, and what is wrong with the others."""
    problems: list[Problem] = []
    raw = raw.removeprefix(BYTE_ORDER_MARK)
    torn = raw and not raw.endswith(b"\n")
    lines = [Line(number, line.removesuffix(b"\r")) for number, line in enumerate(raw.split(b"\n"), 1) if line]
    kept = [line for line in lines if line.raw and _readable(line, file, problems)]
    if torn and problems and problems[-1].place.line == lines[-1].number:
        problems[-1] = problems[-1]._replace(name="torn-line")
    return kept, problems


def _readable(line: Line, file: str, problems: list[Problem]) -> bool:
    place = Place(file, line.number, 1, line.number, 2)
    if line.raw.startswith(_CONFLICT) and (line.raw[:8] != b"=======" or len(line.raw) == 7):
        problems.append(
            Problem("merge-conflict", "a merge conflict is not resolved", place, "keep the rows of both sides")
        )
    elif b"\0" in line.raw:
        problems.append(Problem("not-utf8", "a NUL byte is no text", place, "compare the line with git's copy"))
    elif len(line.raw) > MAX_LINE_BYTES:
        problems.append(
            Problem("too-large", f"a row of more than {MAX_LINE_BYTES:,} bytes", place, "keep long texts in evidence/")
        )
    elif not _is_utf8(line.raw):
        problems.append(Problem("not-utf8", "the line is not UTF-8 text", place, "save the file as UTF-8"))
    else:
        return True
    return False


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True
