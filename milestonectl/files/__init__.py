"""YAML and CSV files <-> values and problems; the only layer that writes into a workspace."""
