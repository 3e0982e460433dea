"""Programmes, what they built, where it went, and the circles that live on."""

from programmes.models.activity import ActivityParticipant, JointActivity, PoolEntry
from programmes.models.circle import (
    CircleCoordinator,
    CirclePage,
    CircleParticipant,
    CircleRequest,
    Gathering,
    KnowledgeCircle,
)
from programmes.models.handover import Handover, LifeSign, LinkCheck
from programmes.models.outcome import Outcome, StageChange, Workstream
from programmes.models.platform import Hosting, Platform
from programmes.models.programme import Programme, ProgrammeDecision, ProgrammeLeader, ProgrammeParticipant

__all__ = [
    "ActivityParticipant",
    "CircleCoordinator",
    "CirclePage",
    "CircleParticipant",
    "CircleRequest",
    "Gathering",
    "Handover",
    "Hosting",
    "JointActivity",
    "KnowledgeCircle",
    "LifeSign",
    "LinkCheck",
    "Outcome",
    "Platform",
    "PoolEntry",
    "Programme",
    "ProgrammeDecision",
    "ProgrammeLeader",
    "ProgrammeParticipant",
    "StageChange",
    "Workstream",
]
