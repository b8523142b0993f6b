"""The systems whose files are known: one small module each, of column names and nothing else where that is enough."""

from collections.abc import Mapping

from milestonectl.exchange.shape import Shape
from milestonectl.exchange.systems.anything import ANYTHING
from milestonectl.exchange.systems.dynamics import DYNAMICS
from milestonectl.exchange.systems.hubspot import HUBSPOT
from milestonectl.exchange.systems.pipedrive import PIPEDRIVE
from milestonectl.exchange.systems.salesforce import SALESFORCE

SYSTEMS: Mapping[str, tuple[Shape, ...]] = {
    "csv": ANYTHING,
    "salesforce": SALESFORCE,
    "hubspot": HUBSPOT,
    "pipedrive": PIPEDRIVE,
    "dynamics": DYNAMICS,
}
"""System to the shapes of its files, the most telling first."""
