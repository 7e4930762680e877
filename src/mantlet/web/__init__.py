"""Runs in the browser: a server on this machine only, and what it tells a page of the runs in a folder."""
