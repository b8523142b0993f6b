"""MC3xx: the rows of the ledger. Those up to MC320 that have no check are reported by the reader."""
