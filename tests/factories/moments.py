"""The moment at which every test begins: a Monday noon in Copenhagen."""

from datetime import datetime
from zoneinfo import ZoneInfo

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NOW = datetime(2026, 9, 7, 12, 0, tzinfo=COPENHAGEN)
