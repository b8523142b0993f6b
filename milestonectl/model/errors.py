"""What stops a command. Problems in the user's data are not errors: they are values, see `problem`."""

from enum import IntEnum


class Exit(IntEnum):
    """What a command's exit code says."""

    FINE = 0
    PROBLEMS = 1
    """Problems were found, or a gate refused."""
    USAGE = 2
    """The command was used wrongly, or a value is missing."""
    FAILED = 3
    """It could not run: disk, lock, unreadable file."""
    NOTHING = 4
    """There was nothing to check."""
    INTERRUPTED = 130


class MilestonectlError(Exception):
    """Stops the command with a message for the user and an exit code."""

    def __init__(self, message: str, exit_code: Exit = Exit.FAILED) -> None:
        super().__init__(message)
        self.exit_code = exit_code


class UsageError(MilestonectlError):
    """The command was given a wrong or missing value."""

    def __init__(self, message: str) -> None:
        super().__init__(message, Exit.USAGE)
