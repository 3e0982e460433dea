"""The year of eight: meetings, what prepares them and what comes of them."""

from meetings.models.attendance import Attendance, Invitation
from meetings.models.meeting import Meeting, MeetingQuerySet
from meetings.models.planning import ClosedDay
from meetings.models.preparation import Contribution, Preparation, Presenter
from meetings.models.report import ActionItem, AgendaItem, Decision, Document, Minutes
from meetings.models.topic import Topic, TopicSupport

__all__ = [
    "ActionItem",
    "AgendaItem",
    "Attendance",
    "ClosedDay",
    "Contribution",
    "Decision",
    "Document",
    "Invitation",
    "Meeting",
    "MeetingQuerySet",
    "Minutes",
    "Preparation",
    "Presenter",
    "Topic",
    "TopicSupport",
]
