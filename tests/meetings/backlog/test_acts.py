"""Acts on topics: what each allows, what it refuses in words, and what moves along."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import translation

from meetings.backlog import acts
from meetings.models import Topic, TopicSupport
from members.history import event_model
from members.models import OutboxMessage
from tests.factories import (
    MeetingFactory,
    OrganisationFactory,
    PersonFactory,
    SectorFactory,
    TopicFactory,
    TopicOfferFactory,
    TopicSupportFactory,
    chair_user,
    member_user,
)

State = Topic.State


@pytest.fixture(autouse=True)
def language():
    with translation.override("en"):
        yield


@pytest.fixture
def sector(db):
    return SectorFactory()


@pytest.fixture
def chair(sector):
    return chair_user(sector)


@pytest.fixture
def proposer(db):
    return member_user(email="an@example.org")


@pytest.fixture
def topic(sector, proposer):
    return TopicFactory(
        sector=sector, title="Archief", proposed_by=proposer.person, state=State.PROPOSED, proposed_for=None
    )


def in_state(topic, state):
    """Bring a topic in a state, with all that the state asks."""
    topic.state, topic.state_reason = state, "Te groot" if state == State.DECLINED else ""
    topic.meeting = MeetingFactory() if state in (State.SCHEDULED, State.PRESENTED) else None
    topic.merged_into = TopicFactory(sector=topic.sector, title="Ander") if state == State.MERGED else None
    topic.save()
    return topic


def refusal(act, **given):
    with pytest.raises(ValidationError) as raised:
        act(**given)
    return raised.value.messages[0]


def test_proposal_has_the_voice_of_its_organisation(sector, proposer):
    topic = acts.propose_topic(sector=sector, title="Archief", summary="Papier", by=proposer)

    assert (topic.state, topic.proposed_by, topic.proposed_for) == (
        State.PROPOSED,
        proposer.person,
        proposer.person.organisation,
    )
    assert [support.organisation for support in topic.supports.all()] == [proposer.person.organisation]


def test_idea_of_the_office_has_no_voice(sector):
    office = member_user()
    office.person.organisation = None
    office.person.save()

    topic = acts.propose_topic(sector=sector, title="Archief", summary="", is_idea=True, by=office)

    assert (topic.state, topic.proposed_for, topic.supports.count()) == (State.IDEA, None, 0)


def test_same_title_is_on_an_open_list_once(sector, topic, proposer):
    message = refusal(acts.propose_topic, sector=sector, title="ARCHIEF", summary="Papier", by=proposer)

    assert "on the list already" in message
    assert Topic.objects.count() == 1


def test_title_of_a_closed_topic_or_of_another_sector_is_free(topic, proposer):
    acts.propose_topic(sector=SectorFactory(), title="Archief", summary="Papier", by=proposer)
    in_state(topic, State.DECLINED)

    acts.propose_topic(sector=topic.sector, title="Archief", summary="Papier", by=proposer)

    assert Topic.objects.filter(title="Archief").count() == 3


def test_edit_keeps_its_own_title_and_leaves_a_history(topic, proposer):
    seen = acts.version_of(topic)

    acts.edit_topic(topic=topic, title="Archief", summary="Papier", is_idea=True, seen=seen, by=proposer)

    version = event_model(Topic).objects.order_by("-pgh_id")[0]
    assert (version.summary, version.state, version.pgh_context["user"]) == ("Papier", State.IDEA, proposer.pk)


def test_edit_of_an_older_version_changes_nothing(topic, proposer, chair):
    seen = acts.version_of(topic)
    acts.edit_topic(topic=topic, title="Archief", summary="Van de voorzitter", is_idea=False, seen=seen, by=chair)

    given = {"title": "Archieven", "summary": "Van mij", "is_idea": False, "seen": seen}
    message = refusal(acts.edit_topic, topic=topic, by=proposer, **given)

    assert "changed this topic meanwhile" in message
    assert Topic.objects.get().summary == "Van de voorzitter"


def test_support_is_once_however_often_one_clicks(topic, proposer):
    first, second = (acts.support_topic(topic=topic, by=proposer) for _click in range(2))

    assert first == second == TopicSupport.objects.get()
    assert first.person == proposer.person


def test_colleague_hears_who_was_first(topic):
    organisation = OrganisationFactory(name="Assen")
    first, second = member_user(organisation, name="Jan Jansen"), member_user(organisation)
    acts.support_topic(topic=topic, by=first)

    message = refusal(acts.support_topic, topic=topic, by=second)

    assert message == "Jan Jansen already supports this topic for Assen."
    assert topic.supports.get().person == first.person


def test_colleague_of_a_nameless_voice_is_told_too(topic):
    user = member_user(OrganisationFactory(name="Assen"))
    TopicSupportFactory(topic=topic, organisation=user.person.organisation)

    message = refusal(acts.support_topic, topic=topic, by=user)

    assert message == "A colleague already supports this topic for Assen."


def test_voice_of_an_organisation_is_withdrawn_by_anyone_there(topic):
    user = member_user()
    TopicSupportFactory(topic=topic, organisation=user.person.organisation)
    other = TopicSupportFactory(topic=topic)

    for _click in range(2):
        acts.withdraw_support(topic=topic, by=user)

    assert list(topic.supports.all()) == [other]


def test_office_has_no_voice(topic, proposer):
    proposer.person.organisation = None
    proposer.person.save()

    assert "belong to none" in refusal(acts.support_topic, topic=topic, by=proposer)


def test_offer_is_once_and_can_be_taken_back(topic, proposer):
    offers = {acts.offer_to_present(topic=topic, by=proposer) for _click in range(2)}
    assert offers == set(topic.offers.all())
    assert topic.offers.get().organisation == proposer.person.organisation

    acts.take_offer_back(topic=topic, by=proposer)

    assert not topic.offers.exists()


CLOSED = [state for state in State if state not in acts.OPEN]
WANTING = [acts.support_topic, acts.withdraw_support, acts.offer_to_present, acts.take_offer_back]


@pytest.mark.parametrize("state", CLOSED)
@pytest.mark.parametrize("act", WANTING)
def test_closed_topic_takes_no_support_and_no_offers(topic, proposer, act, state):
    in_state(topic, state)

    message = refusal(act, topic=topic, by=proposer)

    assert message.startswith("This topic ")
    assert (topic.supports.count(), topic.offers.count()) == (0, 0)


def test_merged_topic_says_where_it_went(topic, proposer):
    in_state(topic, State.MERGED)

    assert refusal(acts.support_topic, topic=topic, by=proposer) == "This topic goes on as another one: Ander."


ALLOWED = {
    acts.withdraw_topic: (State.WITHDRAWN, {State.IDEA, State.PROPOSED, State.PARKED}),
    acts.park_topic: (State.PARKED, {State.IDEA, State.PROPOSED}),
    acts.reopen_topic: (State.PROPOSED, {State.PARKED, State.DECLINED, State.WITHDRAWN}),
    acts.return_to_backlog: (State.PROPOSED, {State.SCHEDULED, State.PRESENTED}),
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("act", ALLOWED)
def test_state_decides_what_can_happen(topic, chair, act, state):
    in_state(topic, state)
    result, allowed = ALLOWED[act]

    if state in allowed:
        act(topic=topic, by=chair)
    else:
        assert refusal(act, topic=topic, by=chair).startswith("This topic ")

    topic.refresh_from_db()
    assert topic.state == (result if state in allowed else state)


@pytest.mark.parametrize("state", State)
def test_undecided_topic_is_declined_with_a_reason(topic, chair, state):
    in_state(topic, state)
    allowed = state in acts.UNDECIDED

    if allowed:
        acts.decline_topic(topic=topic, reason="Te duur", by=chair)
    else:
        refusal(acts.decline_topic, topic=topic, reason="Te duur", by=chair)

    topic.refresh_from_db()
    assert (topic.state_reason == "Te duur") is allowed


def test_decline_needs_a_reason(topic, chair):
    assert refusal(acts.decline_topic, topic=topic, reason="", by=chair) == "Say why the topic is declined."


def test_reopened_topic_loses_its_reason(topic, chair):
    acts.park_topic(topic=topic, reason="Later", by=chair)

    acts.reopen_topic(topic=topic, by=chair)

    topic.refresh_from_db()
    assert (topic.state, topic.state_reason) == (State.PROPOSED, "")


def test_returned_topic_has_no_meeting_whoever_did_it(topic):
    in_state(topic, State.SCHEDULED)

    acts.return_to_backlog(topic=topic, by=None)

    topic.refresh_from_db()
    assert (topic.state, topic.meeting) == (State.PROPOSED, None)


# merging


def test_merge_moves_voices_and_offers_without_doubling(topic, chair):
    into = TopicFactory(sector=topic.sector, state=State.PROPOSED)
    both, one = OrganisationFactory(), OrganisationFactory()
    twice, once = PersonFactory(), PersonFactory()
    for each, organisation in ((topic, both), (into, both), (topic, one)):
        TopicSupportFactory(topic=each, organisation=organisation)
    for each, person in ((topic, twice), (into, twice), (topic, once)):
        TopicOfferFactory(topic=each, person=person)

    acts.merge_topics(topic=topic, into=into, by=chair)

    topic.refresh_from_db()
    assert (topic.state, topic.merged_into) == (State.MERGED, into)
    assert set(into.supports.values_list("organisation", flat=True)) == {both.pk, one.pk}
    assert set(into.offers.values_list("person", flat=True)) == {twice.pk, once.pk}
    assert (topic.supports.count(), topic.offers.count(), into.supports.count()) == (0, 0, 2)


def test_what_was_merged_before_moves_along(topic, chair):
    first, last = TopicFactory(sector=topic.sector), TopicFactory(sector=topic.sector)
    acts.merge_topics(topic=first, into=topic, by=chair)

    acts.merge_topics(topic=topic, into=last, by=chair)

    assert set(last.merged.all()) == {first, topic}


def test_topics_do_not_merge_in_a_circle(topic, chair):
    other = TopicFactory(sector=topic.sector)
    acts.merge_topics(topic=topic, into=other, by=chair)

    message = refusal(acts.merge_topics, topic=other, into=topic, by=chair)

    assert message.startswith("This topic goes on as another one")
    other.refresh_from_db()
    assert other.state == State.IDEA


def test_topic_is_not_merged_into_itself_or_elsewhere(topic, chair):
    elsewhere = TopicFactory(state=State.PROPOSED)

    assert "itself" in refusal(acts.merge_topics, topic=topic, into=topic, by=chair)
    assert "same sector" in refusal(acts.merge_topics, topic=topic, into=elsewhere, by=chair)
    assert set(Topic.objects.values_list("state", flat=True)) == {State.PROPOSED}


@pytest.mark.parametrize("state", CLOSED)
def test_nothing_is_merged_into_a_closed_topic(topic, chair, state):
    into = in_state(TopicFactory(sector=topic.sector), state)
    support = TopicSupportFactory(topic=topic)

    refusal(acts.merge_topics, topic=topic, into=into, by=chair)

    topic.refresh_from_db()
    support.refresh_from_db()
    assert (topic.state, support.topic) == (State.PROPOSED, topic)


# at the same moment


def at_once(*clicks):
    """Run acts at the same moment, each on a connection of its own; return the words of those that were refused."""
    start = Barrier(len(clicks))

    def run(click):
        start.wait()
        try:
            with translation.override("en"):
                click()
        except ValidationError as error:
            return error.messages[0]
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(clicks)) as pool:
        return [words for words in pool.map(run, clicks) if words]


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_at_once_give_one_voice():
    topic, organisation = TopicFactory(), OrganisationFactory(name="Assen")
    people = [member_user(organisation) for _person in range(2)]

    refused = at_once(*(lambda user=user: acts.support_topic(topic=topic, by=user) for user in people))

    assert topic.supports.count() == 1
    assert refused == [f"{topic.supports.get().person} already supports this topic for Assen."]


@pytest.mark.django_db(transaction=True)
def test_support_during_a_merge_is_moved_or_refused():
    topic = TopicFactory(title="Oud")
    into, chair, user = TopicFactory(sector=topic.sector, title="Nieuw"), chair_user(topic.sector), member_user()

    refused = at_once(
        lambda: acts.merge_topics(topic=topic, into=into, by=chair),
        lambda: acts.support_topic(topic=topic, by=user),
    )

    assert topic.supports.count() == 0
    assert into.supports.count() == 1 - len(refused)
    assert set(refused) <= {"This topic goes on as another one: Nieuw."}


@pytest.mark.django_db(transaction=True)
def test_two_merges_crosswise_end_in_one():
    one = TopicFactory()
    other, chair = TopicFactory(sector=one.sector), chair_user(one.sector)

    refused = at_once(
        lambda: acts.merge_topics(topic=one, into=other, by=chair),
        lambda: acts.merge_topics(topic=other, into=one, by=chair),
    )

    assert len(refused) == 1
    assert sorted(Topic.objects.values_list("state", flat=True)) == [State.IDEA, State.MERGED]


@pytest.mark.django_db(transaction=True)
def test_the_same_proposal_twice_at_once_is_one():
    sector, user = SectorFactory(), member_user()
    given = {"sector": sector, "title": "Archief", "summary": "Papier", "by": user}

    refused = at_once(*(lambda: acts.propose_topic(**given) for _click in range(2)))

    assert (Topic.objects.count(), len(refused)) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_parking_twice_at_once_tells_once():
    topic = TopicFactory(proposed_by=PersonFactory(email="an@example.org"))
    chair = chair_user(topic.sector)

    refused = at_once(*(lambda: acts.park_topic(topic=topic, by=chair) for _click in range(2)))

    assert (len(refused), OutboxMessage.objects.filter(kind="topic_step").count()) == (1, 1)
