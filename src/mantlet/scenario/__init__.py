"""Scenario files: two sides, a raid, a place and a duration; read, checked and hashed."""
