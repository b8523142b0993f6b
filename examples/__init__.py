"""The example that ships with the tool, and the program that writes its record."""
