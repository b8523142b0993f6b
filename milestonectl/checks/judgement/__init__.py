"""MC4xx: whether a process is a good one. Opinions, each with its reason; all of them are warnings."""
