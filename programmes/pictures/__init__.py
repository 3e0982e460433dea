"""The pictures of a programme's page."""

from programmes.pictures.gate import Gate, GateWork, gate
from programmes.pictures.timeline import Timeline, TimelineEvent, timeline
from programmes.pictures.woven_map import MapHome, MapOutcome, MapStream, WovenMap, woven_map

__all__ = [
    "Gate",
    "GateWork",
    "MapHome",
    "MapOutcome",
    "MapStream",
    "Timeline",
    "TimelineEvent",
    "WovenMap",
    "gate",
    "timeline",
    "woven_map",
]
