"""Writes the record of Halden Controls: two years of deals, the same bytes at each run."""
