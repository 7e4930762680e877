"""The library: systems, missiles, radars and things that fly, each number with its source."""
