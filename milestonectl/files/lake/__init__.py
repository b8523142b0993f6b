"""Ledger rows in files of any size, counted where they are: by DuckDB on one machine, by Spark on many.

Both cut the deals into buckets by a hash of their id, count each bucket, and add up the tables.
"""
