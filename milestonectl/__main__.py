"""`python -m milestonectl`."""

from milestonectl.cli import main

if __name__ == "__main__":
    main()
