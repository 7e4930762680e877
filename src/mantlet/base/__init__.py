"""Errors, units and sourced numbers: what every other layer may use."""
