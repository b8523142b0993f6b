"""A rule that the user's files are held to: its code, its name and its page in the manual."""

from dataclasses import dataclass

from milestonectl.model.problem import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """What is known about a rule. `checks` holds the list of all of them."""

    code: str
    """As `MC101`; it stays for ever."""
    name: str
    """As `unknown-key`: the bad thing that it finds."""
    severity: Severity
    manual: str | None
    """A summary in the first line, then What, Why, Bad and Good."""

    @property
    def summary(self) -> str:
        """The first line of its manual."""
        return (self.manual or "").partition("\n")[0]
