"""The battle: compiled, and knowing nothing of files. `reference` is the truth; faster engines must match it."""
