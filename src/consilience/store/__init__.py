"""What was read, found and decided, kept: SQLite in one file, or PostgreSQL by a URL."""

from consilience.store.database import LostError, Store, StoreError

__all__ = ["LostError", "Store", "StoreError"]
