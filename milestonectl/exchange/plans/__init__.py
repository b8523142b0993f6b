"""The mutual plan: what a rep shares with the buyer, and what comes back."""
