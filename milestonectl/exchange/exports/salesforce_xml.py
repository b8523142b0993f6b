"""Elements of metadata as XML text."""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

Element = tuple[str, "str | Sequence[Element]"]
_NAMESPACE = "http://soap.sforce.com/2006/04/metadata"


def document(root: str, elements: Sequence[Element]) -> str:
    """A whole file."""
    body = "".join(lines(elements, 1))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_NAMESPACE}">\n{body}</{root}>\n'


def lines(elements: Sequence[Element], depth: int) -> Iterator[str]:
    """The elements in their order, indented."""
    indent = "    " * depth
    for name, value in elements:
        if isinstance(value, str):
            yield f"{indent}<{name}>{escape(_printable(value))}</{name}>\n"
        else:
            yield f"{indent}<{name}>\n{''.join(lines(value, depth + 1))}{indent}</{name}>\n"


def _printable(text: str) -> str:
    """XML allows no control characters, not even escaped."""
    return "".join(c if c.isprintable() else " " for c in text)
