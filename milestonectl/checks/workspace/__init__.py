"""MC5xx: the settings, the team, and the comments that ignore a rule."""
