"""Consilience: counts the independent origins of what many outlets report about one event."""

__version__ = "0.1.0"
