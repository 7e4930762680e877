"""Spares and what stands ready: pipelines, backorders, availability of a fleet, and its fit aircraft month by month."""
