"""Programmes, what they built, where it went, and the circles that live on."""

from programmes.models.circle import CircleCoordinator, CircleParticipant, Gathering, JointActivity, KnowledgeCircle
from programmes.models.handover import Handover
from programmes.models.outcome import Outcome, Workstream
from programmes.models.platform import Hosting, Platform
from programmes.models.programme import Programme, ProgrammeDecision, ProgrammeLeader, ProgrammeParticipant

__all__ = [
    "CircleCoordinator",
    "CircleParticipant",
    "Gathering",
    "Handover",
    "Hosting",
    "JointActivity",
    "KnowledgeCircle",
    "Outcome",
    "Platform",
    "Programme",
    "ProgrammeDecision",
    "ProgrammeLeader",
    "ProgrammeParticipant",
    "Workstream",
]
