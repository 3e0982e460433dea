from datetime import date

from meetings.models import Topic
from tests.factories import MeetingFactory, TopicFactory, TopicSupportFactory, moment


def test_candidates_are_ideas_and_proposals(db):
    expected = {TopicFactory(state=Topic.State.IDEA), TopicFactory(state=Topic.State.PROPOSED)}
    TopicFactory(state=Topic.State.SCHEDULED, meeting=MeetingFactory())
    TopicFactory(state=Topic.State.PRESENTED, meeting=MeetingFactory())
    TopicFactory(state=Topic.State.PARKED)
    TopicFactory(state=Topic.State.DECLINED, state_reason="Te groot")
    TopicFactory(state=Topic.State.WITHDRAWN)
    TopicFactory(state=Topic.State.MERGED, merged_into=min(expected, key=lambda topic: topic.pk))

    assert set(Topic.objects.candidates()) == expected


def test_candidates_begin_with_the_most_supported_and_then_the_oldest(db):
    new = TopicFactory(proposed_at=moment(date(2027, 2, 1)))
    old = TopicFactory(proposed_at=moment(date(2027, 1, 1)))
    wanted = TopicFactory(proposed_at=moment(date(2027, 3, 1)))
    for _voice in range(2):
        TopicSupportFactory(topic=wanted)

    candidates = Topic.objects.candidates()

    assert [(topic, topic.support_count) for topic in candidates] == [(wanted, 2), (old, 0), (new, 0)]


def test_rows_name_themselves(db):
    support = TopicSupportFactory(topic__title="Archief", organisation__name="Assen")

    assert str(support) == "Assen: Archief"
