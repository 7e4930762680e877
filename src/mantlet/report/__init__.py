"""Turning a result into something to read: the brief."""
