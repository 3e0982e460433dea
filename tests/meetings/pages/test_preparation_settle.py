"""/bijeenkomsten/<pk>/voorbereiding/vaststellen/ and what else who leads does there: waive, open again, set dates."""

from datetime import date

import pytest
import time_machine

from meetings.models import Preparation, Presenter, Topic
from tests.factories import (
    ContributionFactory,
    MeetingFactory,
    NetworkFactory,
    OrganisationFactory,
    PreparationFactory,
    PresenterFactory,
    SectorMembershipFactory,
    TopicFactory,
    TopicOfferFactory,
    TopicSupportFactory,
    chair_user,
    manager_user,
    member_user,
    moment,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db

TODAY = date(2027, 4, 7)
DATES = {"opens_on": "2027-03-29", "input_closes_on": "2027-04-12", "settle_by": "2027-04-15"}


@pytest.fixture(autouse=True)
def now(client):
    client.cookies["brink_language"] = "en"
    with time_machine.travel(moment(TODAY, 10), tick=False):
        yield


@pytest.fixture
def meeting():
    return PreparationFactory(meeting=MeetingFactory(title="")).meeting


@pytest.fixture
def sector(meeting):
    return meeting.sector_year.sector


@pytest.fixture
def user(client, sector):
    account = chair_user(sector)
    client.force_login(account)
    return account


def url(meeting, act="vaststellen"):
    return f"/bijeenkomsten/{meeting.pk}/voorbereiding/{act}/"


def member_of(sector, **person):
    organisation = SectorMembershipFactory(sector=sector).organisation
    return member_user(organisation, **person).person


def errors(response):
    return {name: each[0].code for name, each in response.context["form"].errors.as_data().items()}


@pytest.mark.parametrize("act", ["vaststellen", "heropenen", "overslaan", "data"])
@pytest.mark.parametrize(("maker", "status"), [(chair_user, 200), (manager_user, 200), (lambda _s: member_user(), 403)])
def test_pages_open_to_who_leads(client, meeting, sector, act, maker, status):
    client.force_login(maker(sector))

    assert client.get(url(meeting, act)).status_code == status


def test_topic_of_the_list_is_settled_with_presenters(client, meeting, sector, user):
    topic = TopicFactory(sector=sector, title="Dijken")
    offers, other = member_of(sector, name="Anna"), member_of(sector)
    TopicOfferFactory(topic=topic, person=offers)
    given = {"topic": topic.pk, "people": [offers.pk], "person": other.pk, "organisation": other.organisation.pk}

    response = client.post(url(meeting), given, follow=True)

    assert response.redirect_chain == [(f"/bijeenkomsten/{meeting.pk}/voorbereiding/", 302)]
    assert Topic.objects.get().meeting == meeting
    assert set(Presenter.objects.values_list("person", "organisation")) == {
        (offers.pk, offers.organisation.pk),
        (other.pk, other.organisation.pk),
        (None, other.organisation.pk),
    }
    assert Page(response.text).together("Anna", "not answered yet", within=80)


def test_new_topic_is_settled(client, meeting, user):
    client.post(url(meeting), {"topic": "new", "title": "Stuwen", "summary": "Over <b>water</b>"})

    meeting.refresh_from_db()
    assert (meeting.title, meeting.summary) == ("Stuwen", "<p>Over &lt;b&gt;water&lt;/b&gt;</p>")


def test_most_supported_topic_comes_first_and_who_offered_can_be_ticked(client, meeting, sector, user):
    lonely = TopicFactory(sector=sector, title="Stuwen")
    wanted = TopicFactory(sector=sector, title="Dijken")
    TopicSupportFactory(topic=wanted)
    TopicFactory(title="Van een andere sector")
    offer = ContributionFactory(meeting=meeting, kind="offer", person=member_of(sector, name="Anna"))

    form = client.get(url(meeting)).context["form"]

    choices = dict(form.fields["topic"].choices)
    assert list(choices) == [wanted.pk, lonely.pk, "new"]
    assert (choices[wanted.pk].startswith("Dijken ("), choices[lonely.pk]) == (True, "Stuwen")
    assert list(form.fields["people"].queryset) == [offer.person]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({}, {"topic": "required"}),
        ({"topic": "new"}, {"title": None}),
        ({"topic": "abc"}, {"topic": "invalid_choice"}),
        ({"topic": "9" * 30}, {"topic": "invalid_choice"}),
        ({"topic": "other"}, {"topic": "invalid_choice"}),
        ({"topic": "own", "title": "Ook iets"}, {"title": None}),
        ({"topic": "own", "person": "0"}, {"person": "invalid_choice"}),
        ({"topic": "own", "organisation": "x"}, {"organisation": "invalid_choice"}),
        ({"topic": "new", "title": "x" * 121}, {"title": "max_length"}),
        ({"topic": "new", "title": "dijken"}, {"title": None}),
    ],
)
def test_wrong_choice_is_an_error_on_its_field_and_settles_nothing(client, meeting, sector, user, given, found):
    topics = {"own": TopicFactory(sector=sector, title="Dijken").pk, "other": TopicFactory().pk}

    response = client.post(url(meeting), given | {"topic": topics.get(given.get("topic"), given.get("topic", ""))})

    assert errors(response) == found
    assert Preparation.objects.get().settled_at is None
    assert not meeting.topics.exists()


def test_topic_withdrawn_meanwhile_says_so_and_keeps_what_was_typed(client, meeting, sector, user):
    topic, other = TopicFactory(sector=sector, state="withdrawn"), member_of(sector)

    response = client.post(url(meeting), {"topic": topic.pk, "person": other.pk})

    assert "This topic is withdrawn." in response.text
    assert f'<option value="{other.pk}" selected>' in response.text


def test_topic_settled_by_another_leader_meanwhile_is_told(client, meeting, sector, user):
    Preparation.objects.update(settled_at=moment(TODAY, 9), settled_by=manager_user(sector).person)

    response = client.post(url(meeting), {"topic": "new", "title": "Stuwen"})

    assert errors(response) == {"__all__": "settled"}
    assert not Topic.objects.exists()


def test_presenters_change_after_the_topic_is_settled(client, meeting, sector, user):
    out, stays, fresh = (PresenterFactory(meeting=meeting, person=member_of(sector)) for _row in range(3))
    unnamed = PresenterFactory(meeting=meeting, organisation=OrganisationFactory())
    fresh.delete()
    Preparation.objects.update(settled_at=moment(TODAY, 9), settled_by=user.person)
    form = client.get(url(meeting)).context["form"]
    assert set(form.initial["people"]) == {out.person.pk, stays.person.pk}
    given = {
        "people": [stays.person.pk],
        "unnamed": form.initial["unnamed"],
        "person": fresh.person.pk,
        "change": "yes",
    }

    client.post(url(meeting), given)

    kept = set(Presenter.objects.values_list("pk", flat=True))
    assert {stays.pk, unnamed.pk} < kept
    assert set(Presenter.objects.exclude(person=None).values_list("person", flat=True)) == {
        stays.person.pk,
        fresh.person.pk,
    }


def test_waiving_asks_a_reason(client, meeting, user):
    assert errors(client.post(url(meeting, "overslaan"), {"reason": " "})) == {"reason": "required"}

    client.post(url(meeting, "overslaan"), {"reason": "Werkbezoek"})

    assert Preparation.objects.get().waived_reason == "Werkbezoek"


def test_opening_again_needs_a_second_look_and_a_post(client, meeting, user):
    Preparation.objects.update(waived_at=moment(TODAY, 9), waived_by=user.person, waived_reason="Bezoek")

    client.get(url(meeting, "heropenen"))
    assert Preparation.objects.get().waived_at

    client.post(url(meeting, "heropenen"))
    assert Preparation.objects.get().waived_at is None


def test_dates_are_set_by_hand_and_follow_again(client, meeting, user):
    client.post(url(meeting, "data"), DATES)
    assert Preparation.objects.get().settle_by == date(2027, 4, 15)

    client.post(url(meeting, "data"), {"automatic": "yes"})
    assert Preparation.objects.get().settle_by == date(2027, 4, 8)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"opens_on": "31-2-2027x"}, "opens_on"),
        ({"input_closes_on": "2027-03-01"}, "input_closes_on"),
        ({"settle_by": "2027-04-01"}, "settle_by"),
        ({"settle_by": "2027-04-23"}, "settle_by"),
        ({"discussed_at": "2027-04-22T15:00"}, "discussed_at"),
        ({"discussed_at": "2027-03-28T02:30"}, "discussed_at"),
        ({"discussed_in": "77777"}, "discussed_in"),
    ],
)
def test_wrong_date_is_an_error_on_its_field(client, meeting, user, given, field):
    response = client.post(url(meeting, "data"), DATES | given)

    assert set(errors(response)) == {field}
    assert not Preparation.objects.get().dates_set_by_hand


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(client, django_assert_num_queries, meeting, sector, user, rows):
    NetworkFactory()
    for _row in range(rows):
        TopicOfferFactory(topic=TopicFactory(sector=sector), person=member_of(sector))

    with django_assert_num_queries(16):
        client.get(url(meeting))
