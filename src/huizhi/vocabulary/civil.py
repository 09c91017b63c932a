"""The civil time of the office: the zone in which a moment becomes a day."""

from zoneinfo import ZoneInfo

CIVIL = ZoneInfo("Asia/Shanghai")
