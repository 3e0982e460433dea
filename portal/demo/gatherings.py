"""Writes who arranges the gatherings of circles, who is asked, what they answered and who was there."""

from collections import defaultdict
from datetime import date, time, timedelta

from django.db import transaction
from django.utils import timezone

from meetings.models import Attendance, Meeting
from members.models import Person
from portal.demo.sessions import chance
from portal.demo.store import store
from portal.demo.timing import moment
from programmes.models import CircleCoordinator, CircleParticipant, Gathering

Response, Presence = Attendance.Response, Attendance.Presence
BEHAVIOUR = (
    *((Response.YES, Presence.PRESENT),) * 3,
    (Response.NO, Presence.EXCUSED),
    (Response.NONE, Presence.ABSENT),
)


@transaction.atomic
def load_gatherings(today: date) -> None:
    """Let the coordinator of each circle arrange its gatherings, and ask everybody who takes part."""
    coordinating = CircleCoordinator.objects.current(today).select_related("person").order_by("pk")
    joining = CircleParticipant.objects.current(today).select_related("person").order_by("pk")
    coordinators = {row.circle_id: row.person for row in coordinating}
    circles: dict[int, dict[int, Person]] = defaultdict(dict)
    taking_part: list[CircleCoordinator | CircleParticipant] = [*coordinating, *joining]
    for row in taking_part:
        circles[row.circle_id][row.person_id] = row.person
    gatherings = list(Gathering.objects.select_related("meeting").order_by("pk"))
    for gathering in gatherings:
        arranger = coordinators.get(gathering.circle_id)
        Meeting.objects.filter(pk=gathering.meeting_id).exclude(organiser=arranger).update(organiser=arranger)
    rows = [_asked(each.meeting, person, today) for each in gatherings for person in circles[each.circle_id].values()]
    store(rows, key=["meeting", "person"])


def _asked(meeting: Meeting, person: Person, today: date) -> Attendance:
    day = timezone.localdate(meeting.starts)  # all have one here
    response, presence = BEHAVIOUR[chance(f"{meeting.title} {person.name}", len(BEHAVIOUR))]
    answered = moment(min(day, today) - timedelta(days=3), time(9, 40)) if response != Response.NONE else None
    was_held = day < today and meeting.state == Meeting.State.SCHEDULED
    return Attendance(
        meeting=meeting,
        person=person,
        response=response,
        channel=Attendance.Channel.MAIL if answered else "",
        responded_at=answered,
        presence=presence if was_held else "",
    )
