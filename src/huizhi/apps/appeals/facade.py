"""What other rooms may ask of appeals."""

from huizhi.apps.appeals.actions import Record, close, file_appeal, grant, uphold
from huizhi.apps.appeals.queries import appeal_of, rulings, under_appeal

__all__ = ["Record", "appeal_of", "close", "file_appeal", "grant", "rulings", "under_appeal", "uphold"]
