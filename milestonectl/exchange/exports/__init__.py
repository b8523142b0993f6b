"""The ledger and its deals as files for other tools."""
