"""Posture: what stands ready, month by month. Orders and their delays, squadrons, spares."""
