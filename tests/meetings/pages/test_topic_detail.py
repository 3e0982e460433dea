"""/onderwerpen/<pk>/: a topic, who wants it and what happened to it; support and offers from its page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from meetings.backlog import acts
from meetings.models import Meeting, Topic
from tests.factories import (
    MeetingFactory,
    NetworkFactory,
    OrganisationFactory,
    PreparationFactory,
    SectorFactory,
    SectorMembershipFactory,
    SectorYearFactory,
    TopicFactory,
    TopicOfferFactory,
    TopicSupportFactory,
    UserFactory,
    admin_user,
    chair_user,
    editor_user,
    member_user,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db
State = Topic.State


@pytest.fixture(autouse=True)
def language(client):
    client.cookies["brink_language"] = "en"


@pytest.fixture
def sector():
    return SectorFactory(name="Overheden")


@pytest.fixture
def member(client, sector):
    user = member_user(name="An de Boer")
    SectorMembershipFactory(sector=sector, organisation=user.person.organisation)
    client.force_login(user)
    return user


@pytest.fixture
def topic(sector):
    return TopicFactory(sector=sector, title="Archief", summary="Weg met papier", state=State.PROPOSED)


def url(topic, last=""):
    return f"/onderwerpen/{topic.pk}/{last}"


def acts_offered(response):
    links = {"wijzigen/", "intrekken/", "besluit/", "steunen/", "aanbieden/"}
    return {each for each in links if f"/{each}" in response.text}


def test_visitor_signs_in_first_and_who_waits_learns_nothing(client, topic):
    assert client.get(url(topic)).url.startswith("/account/login/")

    client.force_login(UserFactory())

    assert client.get(url(topic)).status_code == client.get("/onderwerpen/999999/").status_code == 403


def test_unknown_topic_is_not_found(client, member):
    assert client.get("/onderwerpen/999999/").status_code == 404
    assert client.get(f"/onderwerpen/{'9' * 30}/").status_code == 404


@pytest.mark.parametrize("make", [member_user, editor_user])
def test_who_takes_no_part_reads_only(client, topic, make):
    client.force_login(make())

    response = client.get(url(topic))

    assert "Weg met papier" in response.text
    assert acts_offered(response) == set()


def test_role_decides_what_is_offered(client, topic, member, sector):
    assert acts_offered(client.get(url(topic))) == {"steunen/", "aanbieden/"}

    Topic.objects.update(proposed_by=member.person)
    assert acts_offered(client.get(url(topic))) == {"steunen/", "aanbieden/", "wijzigen/", "intrekken/"}

    client.force_login(chair_user(sector))
    assert acts_offered(client.get(url(topic))) == {"steunen/", "aanbieden/", "wijzigen/", "besluit/"}

    client.force_login(admin_user())
    assert acts_offered(client.get(url(topic))) == {"wijzigen/", "besluit/"}


@pytest.mark.parametrize("state", [State.DECLINED, State.WITHDRAWN])
def test_closed_topic_offers_members_nothing(client, topic, member, state):
    Topic.objects.update(state=state, state_reason="Te groot", proposed_by=member.person)

    response = client.get(url(topic))

    assert acts_offered(response) == set()
    assert "Te groot" in response.text


def test_page_names_who_supports_and_who_can_present(client, topic, member):
    TopicSupportFactory(topic=topic, organisation=OrganisationFactory(name="Gemeente Assen"))
    TopicOfferFactory(topic=topic, person=member.person, organisation=member.person.organisation)

    page = Page(client.get(url(topic)).text)

    assert page.together("1 ", "Gemeente Assen")
    assert page.together("An de Boer", member.person.organisation.name)


def test_what_happened_is_told_in_order(client, topic, member, sector):
    chair = chair_user(sector)
    acts.park_topic(topic=topic, reason="Na de zomer", by=chair)
    acts.reopen_topic(topic=topic, by=chair)
    Topic.objects.update(summary="Alleen de tekst")

    steps = client.get(url(topic)).context["page"].steps

    assert [(step.text, step.who, step.reason) for step in steps] == [
        ("Proposed", "", ""),
        ("Parked", chair.person.name, "Na de zomer"),
        ("Opened again", chair.person.name, ""),
    ]


def test_history_keeps_the_meeting_that_a_topic_came_off(client, topic, member):
    meeting = MeetingFactory()
    Topic.objects.update(state=State.SCHEDULED, meeting=meeting)
    acts.return_to_backlog(topic=topic, by=None)

    steps = client.get(url(topic)).context["page"].steps

    assert [(step.text, step.meeting and step.meeting.url) for step in steps[1:]] == [
        ("Put on the agenda of a meeting", meeting.get_absolute_url()),
        ("Taken off the agenda, back on the list", None),
    ]


def test_meeting_is_hidden_from_who_may_not_know_of_it(client, topic, member):
    meeting = MeetingFactory(visibility=Meeting.Visibility.INVITED)
    Topic.objects.update(state=State.SCHEDULED, meeting=meeting)

    response = client.get(url(topic))

    assert meeting.get_absolute_url() not in response.text
    assert (response.context["page"].meeting, response.context["page"].steps[-1].meeting) == (None, None)


def test_merged_topics_lead_to_each_other(client, topic, member, sector):
    other = TopicFactory(sector=sector, title="Papierloos")
    acts.merge_topics(topic=topic, into=other, by=chair_user(sector))

    assert url(other) in Page(client.get(url(topic)).text).links
    assert url(topic) in Page(client.get(url(other)).text).links


def test_leaders_are_led_to_meetings_without_a_topic(client, topic, member, sector):
    year = SectorYearFactory(sector=sector)
    start = timezone.now() + timedelta(days=40)
    open_, settled = (
        MeetingFactory(sector_year=year, number=number, starts=start, ends=start + timedelta(hours=2))
        for number in (1, 2)
    )
    chair = chair_user(sector)
    PreparationFactory(meeting=open_)
    PreparationFactory(meeting=settled, settled_at=timezone.now(), settled_by=chair.person)

    assert client.get(url(topic)).context["coming"] == []
    client.force_login(chair)
    assert [row.pk for row in client.get(url(topic)).context["coming"]] == [open_.pk]


def test_old_topic_says_when_it_was_proposed(client, topic, member):
    Topic.objects.update(proposed_at="2020-02-03T12:00Z")

    page = client.get(url(topic)).context["page"]

    assert (page.day.split()[-1], page.steps[0].day.split()[-1]) == ("2020", "2020")


# support and offers


def test_support_is_given_and_taken_back(client, topic, member):
    client.post(url(topic, "steunen/"), {"wanted": "yes"})
    given = [support.person for support in topic.supports.all()]
    response = client.post(url(topic, "steunen/"), {"wanted": "no"}, follow=True)

    assert given == [member.person]
    assert "Your organisation no longer supports this topic." in response.text
    assert not topic.supports.exists()


def test_second_of_an_organisation_is_told_who_was_first(client, topic, member):
    first = member_user(member.person.organisation, name="Jan Jansen")
    TopicSupportFactory(topic=topic, organisation=member.person.organisation, person=first.person)

    response = client.post(url(topic, "steunen/"), {"wanted": "yes"}, follow=True)

    assert "Jan Jansen already supports this topic" in response.text
    assert topic.supports.get().person == first.person


def test_offer_is_made_and_taken_back(client, topic, member):
    client.post(url(topic, "aanbieden/"), {"wanted": "yes"})
    offered = [offer.person for offer in topic.offers.all()]
    client.post(url(topic, "aanbieden/"), {"wanted": "no"})

    assert (offered, topic.offers.count()) == ([member.person], 0)


@pytest.mark.parametrize("last", ["steunen/", "aanbieden/"])
@pytest.mark.parametrize("data", [{}, {"wanted": ""}, {"wanted": "perhaps"}])
def test_button_that_says_nothing_is_refused(client, topic, member, last, data):
    assert client.post(url(topic, last), data).status_code == 400


@pytest.mark.parametrize("last", ["steunen/", "aanbieden/"])
def test_member_of_another_sector_may_not_act(client, topic, last):
    client.force_login(member_user())

    assert client.post(url(topic, last), {"wanted": "yes"}).status_code == 403
    assert (topic.supports.count(), topic.offers.count()) == (0, 0)


@pytest.mark.parametrize("last", ["steunen/", "aanbieden/"])
def test_closed_topic_says_so(client, topic, member, last):
    Topic.objects.update(state=State.PARKED)

    response = client.post(url(topic, last), {"wanted": "yes"}, follow=True)

    assert response.status_code == 200
    assert "This topic is parked for now." in response.text


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(client, django_assert_num_queries, topic, sector, rows):
    NetworkFactory()
    chair = chair_user(sector)
    client.force_login(chair)
    for _row in range(rows):
        TopicSupportFactory(topic=topic)
        TopicOfferFactory(topic=topic)
        acts.merge_topics(topic=TopicFactory(sector=sector), into=topic, by=chair)
        acts.park_topic(topic=topic, by=chair)
        acts.reopen_topic(topic=topic, by=chair)

    with django_assert_num_queries(11):
        client.get(url(topic))
