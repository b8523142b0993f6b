"""Whether a file holds a table at all, before anybody looks for deals in it."""

from itertools import chain, islice

from milestonectl.exchange.source import HEADER_WITHIN, Block, Record, Table

LONGEST = 60
"""Characters of a line that a message repeats."""


class NoTableError(ValueError):
    """Why a file is no table, in words."""


def with_records(table: Table, is_known: bool) -> Table:
    """The same table, once it has been seen to be one; raises `NoTableError` saying what was looked for and what was found.

    A header whose columns are known is enough, whatever stands below it: reports end with footers. Any other line counts
    as a header when at least half of the lines below it have as many cells.
    """
    if not any(table.header):
        raise NoTableError(f"{table.file} is empty: a header was looked for, with a record a line below it")
    if any(is_control(character) for character in "".join(table.header)):
        raise NoTableError(
            f"{table.file} holds bytes that are no text; a table was looked for: text, a workbook or Parquet"
        )
    blocks, read = iter(table.blocks), list[Block]()
    while sum(len(block.lines) for block in read) < HEADER_WITHIN and (block := next(blocks, None)):
        read.append(block)
    first = list(islice(table._replace(blocks=read).records, HEADER_WITHIN))
    named = f"{table.file}: the header would be {_named(table.header)}"
    if not first:
        raise NoTableError(f"{named}, and no record stands below it")
    alike = sum(len(cells) == len(table.header) for _, cells in first)
    if not is_known and (len(table.header) < 2 or 2 * alike < len(first)):
        raise NoTableError(f"{named}; {_misfit(table.header, first, alike)}")
    return table._replace(blocks=chain(read, blocks))


def is_control(character: str) -> bool:
    """Whether no text has it: a control character other than a blank or a break."""
    return character < " " and not character.isspace()


def _named(header: tuple[str, ...]) -> str:
    """The header, as far as one needs it to find the line."""
    line = ", ".join(header)
    return f'"{line[:LONGEST]}..."' if len(line) > LONGEST else f'"{line}"'


def _misfit(header: tuple[str, ...], first: list[Record], alike: int) -> str:
    if len(header) < 2:
        return "a table of deals has more than one column"
    return f"lines below it with as many cells ({len(header)}): {alike} of {len(first)}, so this is no table"
