"""Names as Salesforce takes them: short, of letters and digits, the same for the same thing whatever else is there."""

import hashlib
import re
from collections.abc import Iterator
from typing import NamedTuple

from milestonectl.model.process import Milestone

_NAME = 40
"""Characters of the API name of a field or a rule."""
_LABEL = 40
_DIGEST = 6
_FIELD = _NAME - len("M_") - len("_Ev")
_TAKEN = ("-ev", "-by")
"""How the fields for evidence end: a milestone `terms-ev` must not share one with `terms`."""


class Field(NamedTuple):
    """A custom field of an opportunity."""

    name: str
    label: str
    kind: str
    description: str


def api_name(name: str, longest: int = _NAME) -> str:
    """`needs-agreed` as Salesforce allows it: letters, digits and single underscores, beginning with a letter.

    A name that had to be changed further ends in a digest, so that two of them stay two.
    """
    words = re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_")
    words = words if words[:1].isalpha() else f"X{words}"
    plain = re.fullmatch(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*", name)
    return words if plain and len(words) <= longest else _marked(words, name, longest)


def _marked(words: str, name: str, longest: int) -> str:
    digest = hashlib.sha256(name.encode()).hexdigest()[:_DIGEST]
    return f"{words[: longest - _DIGEST - 1].rstrip('_')}_{digest}"


def fields_of(milestone: Milestone) -> Iterator[Field]:
    """The day of a milestone; its evidence, and who confirmed it, where the process asks for them."""
    name = _field_name(milestone.id)
    yield Field(f"{name}__c", _label(milestone.title), "Date", f"{milestone.title}: the day it was achieved")
    if milestone.evidence.level != "asserted":
        kinds = ", ".join(milestone.evidence.kinds) or "e-mail, document, ..."
        yield Field(f"{name}_Ev__c", _label(f"Evidence: {milestone.title}"), "Text", f"What proves it: {kinds}")
    if milestone.evidence.level == "confirmed":
        roles = ", ".join(milestone.evidence.roles) or "somebody at the buyer"
        yield Field(f"{name}_By__c", _label(f"Confirmed: {milestone.title}"), "Text", f"Who confirmed it: {roles}")


def _field_name(milestone_id: str) -> str:
    if milestone_id.endswith(_TAKEN):
        return f"M_{_marked(milestone_id.replace('-', '_'), milestone_id, _FIELD)}"
    return f"M_{api_name(milestone_id, _FIELD)}"


def _label(text: str) -> str:
    return text[:_LABEL].rstrip()


def encoded(value: str) -> str:
    """A picklist value where the Metadata API reads it as a full name: `Negotiation/Review` is `Negotiation%2FReview`.

    Everything in ASCII but letters, digits, space, hyphen and underscore is encoded; a plus would else become a space.
    """
    return "".join(c if not c.isascii() or c.isalnum() or c in " -_" else f"%{ord(c):02X}" for c in value)


def quoted(text: str) -> str:
    """A text in a formula."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def shortened(text: str, longest: int) -> str:
    """A text that is cut shows that it is."""
    return text if len(text) <= longest else f"{text[: longest - 3].rstrip()}..."
