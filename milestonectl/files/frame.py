"""Ledger files -> one DataFrame: what `files.ledger` reads row by row, at the speed at which pandas reads.

Lines that are not plainly a row of the file (quotes that do not close, other widths, bytes that are no text, cells that a
rule forbids) go through `files.ledger` one by one, so that both ways of reading leave out the same rows.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from milestonectl.files import disk
from milestonectl.files.grid_cells import Codes, Flags, Words
from milestonectl.files.ledger import is_yaml, parse_text
from milestonectl.files.text import BYTE_ORDER_MARK
from milestonectl.files.workspace import ledger_files, relative
from milestonectl.files.wrong_rows import plain_rows, wrong_in
from milestonectl.history.frame import FRAME_COLUMNS, TIE, blank_column, frame_of, joined
from milestonectl.model.problem import Problem
from milestonectl.model.row import Row

BLOCK_BYTES = 2_000_000
"""Bytes looked at together, so that what is known of each cell stays small beside the file."""


class _Apart(NamedTuple):
    """A file, taken apart."""

    header: tuple[str, ...]
    plain: Sequence[bytes]
    """Lines that are plainly rows below the header."""
    rest: bytes
    """The file with those lines made empty."""


def read_frame(root: Path, field_names: tuple[str, ...]) -> tuple[pd.DataFrame, list[Problem]]:
    """Every row that counts in the ledger of a workspace, and what was left out."""
    return parse_frame([(relative(p, root), disk.read_bytes(p)) for p in ledger_files(root)], field_names)


def parse_frame(files: Iterable[tuple[str, bytes]], field_names: tuple[str, ...]) -> tuple[pd.DataFrame, list[Problem]]:
    """The rows of some files and their problems, as `parse_ledger` finds them one by one."""
    rows: list[Row] = []
    problems: list[Problem] = []
    plain: dict[tuple[str, ...], list[bytes]] = {}
    for file, raw in files:
        text = raw.removeprefix(BYTE_ORDER_MARK)
        apart = _Apart((), (), text) if is_yaml(file) else _taken_apart(text)
        plain.setdefault(apart.header, []).extend(apart.plain)
        found, wrong = parse_text(apart.rest, file, field_names)
        rows += found
        problems += wrong
    frames = [_parse(bodies, header, field_names) for header, bodies in plain.items() if any(bodies)]
    return joined([*frames, frame_of(rows, field_names)], field_names), problems


def _taken_apart(raw: bytes) -> _Apart:
    line = raw[: raw.find(b"\n") + 1]
    header: tuple[str, ...] = ()
    plain, rest, end = [], [line], len(line)
    for piece in _pieces(raw, len(line)):
        found = plain_rows(line + piece)
        if found is None:
            break
        grid, changes = found
        header, end = grid.header, end + len(piece)
        plain.append(grid.body)
        rest.append(grid.rest[len(line) :])
        if changes:
            break
    return _Apart(header, plain, b"".join([*rest, raw[end:]]))


def _pieces(raw: bytes, start: int) -> Iterator[bytes]:
    """Whole lines of a text, many at once."""
    while start < len(raw):
        end = raw.find(b"\n", start + BLOCK_BYTES) + 1 or len(raw)
        yield raw[start:end]
        start = end


def _parse(bodies: Sequence[bytes], header: tuple[str, ...], field_names: tuple[str, ...]) -> pd.DataFrame:
    """The cells as text. A first row of dashes keeps pandas from taking ids such as 007 for numbers."""
    columns = (*FRAME_COLUMNS, *field_names)
    dashed = pd.read_csv(
        io.BytesIO(b"".join([b",".join([b"-"] * len(header)), b"\n", *bodies])),
        header=None,
        names=list(header),
        usecols=[name for name in columns if name in header],
        na_filter=False,
        low_memory=False,
        index_col=False,
        engine="c",
    )
    found = dashed.iloc[1:].reset_index(drop=True)
    cells = {name: found[name] if name in found else blank_column(len(found)) for name in columns}
    return pd.DataFrame(cells | {TIE: cells["id"]})


class _Columns(NamedTuple):
    """A frame as `wrong_in` asks for it."""

    frame: pd.DataFrame

    def coded(self, name: str) -> tuple[Codes, Sequence[str]]:
        codes, names = self.frame[name].factorize()
        return codes.astype(np.int32), list(names)

    def empty(self, name: str) -> Flags:
        return np.asarray(self.frame[name] == "", dtype=bool)

    def words(self, name: str, number: int) -> Words:
        kind = f"S{8 * number}"
        try:
            cells = np.array(self.frame[name], dtype=kind)
        except UnicodeEncodeError:
            cells = np.array([text.encode() for text in self.frame[name]], dtype=kind)
        return cells.view(">u8").reshape(len(cells), number).astype(np.uint64)


def wrong_rows(frame: pd.DataFrame) -> Flags:
    """Rows with a cell that keeps them from counting, and those without an id, which need all of their cells for one."""
    return wrong_in(_Columns(frame))
