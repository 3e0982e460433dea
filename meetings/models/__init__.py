"""The year of eight: meetings, what prepares them and what comes of them."""

from meetings.models.attendance import Attendance, CalendarEdition, Guest, Invitation, Mailing, MailingQuerySet
from meetings.models.meeting import Meeting, MeetingQuerySet
from meetings.models.planning import ClosedDay
from meetings.models.preparation import Contribution, Preparation, Presenter
from meetings.models.report import ActionItem, AgendaItem, Correction, Decision, Document, Minutes
from meetings.models.topic import Topic, TopicOffer, TopicSupport

__all__ = [
    "ActionItem",
    "AgendaItem",
    "Attendance",
    "CalendarEdition",
    "ClosedDay",
    "Contribution",
    "Correction",
    "Decision",
    "Document",
    "Guest",
    "Invitation",
    "Mailing",
    "MailingQuerySet",
    "Meeting",
    "MeetingQuerySet",
    "Minutes",
    "Preparation",
    "Presenter",
    "Topic",
    "TopicOffer",
    "TopicSupport",
]
