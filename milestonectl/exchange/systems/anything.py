"""Any table at all: the mapping names its columns, and by them says whether a record is an event, a deal or a change."""

from milestonectl.exchange.shape import Shape
from milestonectl.exchange.unfold import unfold_fields, unfold_snapshot

ANYTHING = (
    Shape("changes of fields", needs=("deal", "field", "new", "stamp"), unfold=unfold_fields),
    Shape("deals", needs=("deal", "stage"), unfold=unfold_snapshot),
    Shape("events", reads="events"),
)
