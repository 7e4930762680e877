"""What the world does: pure functions on SI floats, each named for what it returns, each with its source."""
