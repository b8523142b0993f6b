"""The product's words as frozen values: no clock, no disk, no terminal."""
