"""Files, pages and records to reports, and what in them is not news text."""

from consilience.read.clean import removed
from consilience.read.stream import read

__all__ = ["read", "removed"]
