"""Forms around topics: proposing, changing, withdrawing and deciding."""

import pytest

from meetings.backlog.acts import version_of
from meetings.models import Topic
from tests.factories import (
    MeetingFactory,
    SectorFactory,
    SectorMembershipFactory,
    TopicFactory,
    TopicSupportFactory,
    admin_user,
    chair_user,
    manager_user,
    member_user,
)

pytestmark = pytest.mark.django_db
State = Topic.State
NEW = "/sectoren/overheden/onderwerpen/nieuw/"


@pytest.fixture(autouse=True)
def language(client):
    client.cookies["brink_language"] = "en"


@pytest.fixture
def sector():
    return SectorFactory(slug="overheden")


@pytest.fixture
def member(client, sector):
    user = member_user()
    SectorMembershipFactory(sector=sector, organisation=user.person.organisation)
    client.force_login(user)
    return user


@pytest.fixture
def topic(sector, member):
    return TopicFactory(sector=sector, title="Archief", state=State.PROPOSED, proposed_by=member.person)


@pytest.fixture
def chair(client, sector):
    user = chair_user(sector)
    client.force_login(user)
    return user


def url(topic, last):
    return f"/onderwerpen/{topic.pk}/{last}/"


def fields_with_errors(response):
    return set(response.context["form"].errors)


# proposing


def test_proposal_leads_to_its_page(client, sector, member):
    response = client.post(NEW, {"title": "Archief", "summary": "Weg met\r\npapier"})

    topic = Topic.objects.get()
    assert response.url == topic.get_absolute_url()
    assert (topic.sector, topic.state, topic.summary) == (sector, State.PROPOSED, "Weg met\npapier")
    assert topic.supports.get().organisation == member.person.organisation


def test_idea_needs_no_explanation(client, member):
    client.post(NEW, {"title": "Archief", "is_idea": "on"})

    assert Topic.objects.get().state == State.IDEA


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        ({}, {"title", "summary"}),
        ({"title": "   ", "summary": "Papier"}, {"title"}),
        ({"title": "Archief", "summary": " \n "}, {"summary"}),
        ({"title": "x" * 121, "summary": "Papier"}, {"title"}),
        ({"title": "Archief", "summary": "x" * 2001}, {"summary"}),
        ({"title": "Arch\x00ief", "summary": "Papier"}, {"title"}),
    ],
)
def test_wrong_proposal_says_so_and_keeps_what_was_typed(client, member, data, wrong):
    response = client.post(NEW, data)

    assert response.status_code in {200, 400}
    assert response.status_code == 400 or fields_with_errors(response) == wrong
    assert not Topic.objects.exists()


def test_double_click_proposes_once(client, member):
    data = {"title": "Archief", "summary": "Weg met papier"}
    client.post(NEW, data)

    response = client.post(NEW, data)

    assert fields_with_errors(response) == {"title"}
    assert "Weg met papier" in response.text
    assert Topic.objects.count() == 1


def test_who_takes_no_part_proposes_nothing(client, sector):
    client.force_login(member_user())

    assert client.get(NEW).status_code == 403
    assert client.post(NEW, {"title": "Archief", "summary": "Papier"}).status_code == 403
    assert not Topic.objects.exists()


def test_admin_without_person_proposes_nothing(client, sector):
    client.force_login(admin_user())

    assert client.get(NEW).status_code == 403


# changing


def test_proposer_changes_an_open_topic(client, topic):
    data = {"title": "Archieven", "summary": "Papier", "seen": version_of(topic)}

    response = client.post(url(topic, "wijzigen"), data)

    topic.refresh_from_db()
    assert response.url == topic.get_absolute_url()
    assert (topic.title, topic.summary) == ("Archieven", "Papier")


def test_stale_change_shows_what_it_says_now_and_keeps_the_input(client, topic):
    seen = version_of(topic)
    Topic.objects.update(title="Intussen anders")

    response = client.post(url(topic, "wijzigen"), {"title": "Archieven", "summary": "Papier", "seen": seen})

    assert fields_with_errors(response) == {"__all__"}
    assert "Intussen anders" in response.text
    assert 'value="Archieven"' in response.text
    assert Topic.objects.get().title == "Intussen anders"


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 40])
def test_version_that_is_none_changes_nothing(client, topic, seen):
    response = client.post(url(topic, "wijzigen"), {"title": "Archieven", "summary": "Papier", "seen": seen})

    assert response.status_code == 200
    assert Topic.objects.get().title == "Archief"


def test_closed_topic_is_not_changed(client, topic):
    Topic.objects.update(state=State.PARKED)

    shown = client.get(url(topic, "wijzigen"))
    data = {"title": "Archieven", "summary": "Papier", "seen": version_of(topic)}
    sent = client.post(url(topic, "wijzigen"), data)

    assert shown.context["form"] is None
    assert "This topic is parked for now." in sent.text
    assert Topic.objects.get().title == "Archief"


def test_only_proposer_and_leaders_change_it(client, topic, sector, member):
    client.force_login(member_user(member.person.organisation))
    assert client.get(url(topic, "wijzigen")).status_code == 403

    client.force_login(manager_user(sector))
    assert client.get(url(topic, "wijzigen")).status_code == 200


# withdrawing


def test_proposer_withdraws_after_being_asked(client, topic):
    asked = client.get(url(topic, "intrekken"))
    client.post(url(topic, "intrekken"))

    assert asked.status_code == 200
    assert Topic.objects.get().state == State.WITHDRAWN


def test_scheduled_topic_is_not_withdrawn(client, topic):
    Topic.objects.update(state=State.SCHEDULED, meeting=MeetingFactory())

    shown = client.get(url(topic, "intrekken"))
    response = client.post(url(topic, "intrekken"), follow=True)

    assert "on the agenda of a meeting already" in shown.text
    assert "on the agenda of a meeting already" in response.text
    assert Topic.objects.get().state == State.SCHEDULED


def test_chair_withdraws_nobody_elses_topic(client, topic, chair):
    assert client.post(url(topic, "intrekken")).status_code == 403


# deciding


@pytest.mark.parametrize(
    ("data", "state"),
    [
        ({"decision": "park"}, State.PARKED),
        ({"decision": "park", "reason": "Later"}, State.PARKED),
        ({"decision": "decline", "reason": "Te groot"}, State.DECLINED),
    ],
)
def test_chair_decides(client, topic, chair, data, state):
    response = client.post(url(topic, "besluit"), data)

    decided = Topic.objects.get()
    assert response.url == topic.get_absolute_url()
    assert (decided.state, decided.state_reason) == (state, data.get("reason", ""))


def test_chair_merges_and_reopens(client, topic, chair, sector):
    into, parked = TopicFactory(sector=sector), TopicFactory(sector=sector, state=State.PARKED)
    TopicSupportFactory(topic=topic)

    client.post(url(topic, "besluit"), {"decision": "merge", "into": into.pk})
    client.post(url(parked, "besluit"), {"decision": "reopen"})

    topic.refresh_from_db()
    parked.refresh_from_db()
    assert (topic.merged_into, into.supports.count(), parked.state) == (into, 1, State.PROPOSED)


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        ({}, {"decision"}),
        ({"decision": "burn"}, {"decision"}),
        ({"decision": "reopen"}, {"decision"}),
        ({"decision": "decline"}, {"reason"}),
        ({"decision": "decline", "reason": "  "}, {"reason"}),
        ({"decision": "park", "reason": "x" * 501}, {"reason"}),
        ({"decision": "merge"}, {"into"}),
        ({"decision": "merge", "into": "x"}, {"into"}),
        ({"decision": "merge", "into": "9" * 30}, {"into"}),
        ({"decision": "merge", "into": "itself"}, {"into"}),
        ({"decision": "merge", "into": "elsewhere"}, {"into"}),
        ({"decision": "merge", "into": "closed"}, {"into"}),
    ],
)
def test_wrong_decision_says_so_on_its_field(client, topic, chair, data, wrong):
    pks = {"itself": topic.pk, "elsewhere": TopicFactory().pk}
    pks["closed"] = TopicFactory(sector=topic.sector, state=State.WITHDRAWN).pk
    data = data | ({"into": pks.get(data["into"], data["into"])} if "into" in data else {})

    response = client.post(url(topic, "besluit"), data)

    assert fields_with_errors(response) == wrong
    topic.refresh_from_db()
    assert topic.state == State.PROPOSED


@pytest.mark.parametrize("state", [State.SCHEDULED, State.PRESENTED])
def test_topic_of_a_meeting_is_not_decided_here(client, topic, chair, state):
    Topic.objects.update(state=state, meeting=MeetingFactory())

    shown = client.get(url(topic, "besluit"))
    sent = client.post(url(topic, "besluit"), {"decision": "decline", "reason": "Te groot"})

    assert shown.context["form"] is None
    assert fields_with_errors(sent) == {"decision"}
    assert Topic.objects.get().state == state


def test_second_decision_of_a_double_click_is_told(client, topic, chair):
    client.post(url(topic, "besluit"), {"decision": "park"})

    response = client.post(url(topic, "besluit"), {"decision": "park"})

    assert fields_with_errors(response) == {"decision"}
    assert Topic.objects.get().state == State.PARKED


def test_member_who_lost_the_role_decides_nothing(client, topic, chair):
    chair.person.appointments.update(until="2020-01-01", since="2019-01-01")

    response = client.post(url(topic, "besluit"), {"decision": "park"})

    assert response.status_code == 403
    assert Topic.objects.get().state == State.PROPOSED


def test_merge_offers_open_topics_of_the_sector_only(client, topic, chair, sector):
    other = TopicFactory(sector=sector)
    TopicFactory(sector=sector, state=State.PARKED)
    TopicFactory()

    form = client.get(url(topic, "besluit")).context["form"]

    assert list(form.fields["into"].queryset) == [other]
