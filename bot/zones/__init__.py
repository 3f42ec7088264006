"""Time zones as people name them: pure, from tables that ship with the project.

A zone is its IANA name (`Asia/Shanghai`) everywhere in the program; only here is it a city, a country or a place on
the map. Imports nothing of ours.
"""

from bot.zones.find import Answer, find_zone
from bot.zones.guess import guess_zone
from bot.zones.names import keeps_same_time, zone_clock, zone_name
from bot.zones.table import known_zones, nearest_zone

__all__ = [
    "Answer",
    "find_zone",
    "guess_zone",
    "keeps_same_time",
    "known_zones",
    "nearest_zone",
    "zone_clock",
    "zone_name",
]
