"""The pictures of a programme's page."""

from programmes.pictures.timeline import Timeline, TimelineEvent, timeline
from programmes.pictures.woven_map import MapHome, MapOutcome, MapStream, WovenMap, woven_map

__all__ = [
    "MapHome",
    "MapOutcome",
    "MapStream",
    "Timeline",
    "TimelineEvent",
    "WovenMap",
    "timeline",
    "woven_map",
]
