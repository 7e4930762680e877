"""Turning the answer of a posture into a page."""
