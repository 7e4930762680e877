"""From dated reports to numbers that know where they come from: read, relate, review, fuse."""
