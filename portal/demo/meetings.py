"""Writes the years of eight and everything that belongs to a meeting."""

from portal.demo.attending import load_attendance
from portal.demo.backlog import load_topics
from portal.demo.events import load_events
from portal.demo.inviting import load_invitations
from portal.demo.preparing import load_agendas, load_contributions, load_preparations, load_presenters
from portal.demo.reporting import load_reports
from portal.demo.sessions import Ground, load_sessions


def load_meetings(ground: Ground) -> None:
    """Write the meetings of all sectors, then what goes before them and what comes of them."""
    sessions = load_sessions(ground)
    load_preparations(sessions, ground.today)
    load_contributions(sessions, ground.today)
    load_presenters(sessions)
    load_agendas(sessions)
    load_reports(sessions, ground.today)
    load_attendance(sessions, ground.today)
    load_topics(sessions, ground)
    load_invitations(sessions, load_events(ground), ground.today)
