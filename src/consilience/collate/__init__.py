"""The reports of one story become one dossier."""

from consilience.collate.dating import date_reports
from consilience.collate.dossier import collate

__all__ = ["collate", "date_reports"]
