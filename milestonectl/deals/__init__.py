"""One deal: its state as a fold over its rows, its gates and its next ask. Plain Python."""
