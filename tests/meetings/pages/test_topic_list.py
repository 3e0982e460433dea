"""/sectoren/<slug>/onderwerpen/: the backlog of a sector, for members."""

from datetime import date

import pytest

from meetings.models import Meeting, Topic
from tests.factories import (
    MeetingFactory,
    NetworkFactory,
    SectorFactory,
    SectorMembershipFactory,
    TopicFactory,
    TopicOfferFactory,
    TopicSupportFactory,
    UserFactory,
    admin_user,
    chair_user,
    editor_user,
    member_user,
    moment,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db
State = Topic.State
URL = "/sectoren/overheden/onderwerpen/"


@pytest.fixture(autouse=True)
def language(client):
    client.cookies["brink_language"] = "en"


@pytest.fixture
def sector():
    return SectorFactory(slug="overheden", name="Overheden")


@pytest.fixture
def member(client, sector):
    user = member_user()
    SectorMembershipFactory(sector=sector, organisation=user.person.organisation)
    client.force_login(user)
    return user


def titles(response):
    return [row.title for row in response.context["rows"]]


def one_of_each_state(sector):
    into = TopicFactory(sector=sector, title="idea", state=State.IDEA)
    for state in set(State) - {State.IDEA}:
        more = {"meeting": MeetingFactory()} if state in (State.SCHEDULED, State.PRESENTED) else {}
        more |= {"merged_into": into} if state == State.MERGED else {}
        TopicFactory(sector=sector, title=state.value, state=state, state_reason="Omdat", **more)


def test_visitor_signs_in_first(client, sector):
    response = client.get(URL)

    assert response.status_code == 302
    assert response.url.startswith("/account/login/")


@pytest.mark.parametrize(
    ("make", "status", "proposes"),
    [
        (UserFactory, 403, False),
        (member_user, 200, False),
        (editor_user, 200, False),
        (admin_user, 200, False),
    ],
)
def test_who_takes_no_part_reads_at_most(client, sector, make, status, proposes):
    client.force_login(make())

    response = client.get(URL)

    assert response.status_code == status
    assert (f"{URL}nieuw/" in response.text) is proposes


def test_who_takes_part_proposes(client, sector, member):
    assert f"{URL}nieuw/" in Page(client.get(URL).text).links

    client.force_login(chair_user(sector))

    assert f"{URL}nieuw/" in Page(client.get(URL).text).links


def test_sector_that_is_closed_takes_no_proposals(client, sector, member):
    sector.is_active = False
    sector.save()

    assert f"{URL}nieuw/" not in Page(client.get(URL).text).links


def test_unknown_sector_is_not_found(client, member):
    assert client.get("/sectoren/niets/onderwerpen/").status_code == 404


def test_most_supported_stands_first_then_the_oldest(client, sector, member):
    TopicFactory(sector=sector, title="nieuw", proposed_at=moment(date(2027, 2, 1)))
    TopicFactory(sector=sector, title="oud", proposed_at=moment(date(2027, 1, 1)))
    wanted = TopicFactory(sector=sector, title="gewild", proposed_at=moment(date(2027, 3, 1)))
    TopicSupportFactory(topic=wanted)
    TopicFactory(title="elders")

    assert titles(client.get(URL)) == ["gewild", "oud", "nieuw"]


def test_card_counts_voices_and_offers_apart(client, sector, member):
    topic = TopicFactory(sector=sector, title="Archief")
    for _row in range(3):
        TopicSupportFactory(topic=topic)
    for _row in range(2):
        TopicOfferFactory(topic=topic)

    row = client.get(URL).context["rows"][0]

    assert (row.support_count, row.offer_count) == (3, 2)


def test_card_says_that_the_own_organisation_supports_it(client, sector, member):
    TopicSupportFactory(topic__sector=sector, organisation=member.person.organisation)
    TopicSupportFactory(topic__sector=sector)

    assert {row.has_voice for row in client.get(URL).context["rows"]} == {True, False}


@pytest.mark.parametrize(
    ("group", "seen"),
    [
        ("", {State.IDEA, State.PROPOSED}),
        ("gepland", {State.SCHEDULED, State.PRESENTED}),
        ("geparkeerd", {State.PARKED}),
        ("afgesloten", {State.DECLINED, State.WITHDRAWN, State.MERGED}),
        ("alle", set(State)),
    ],
)
def test_filter_by_state(client, sector, member, group, seen):
    one_of_each_state(sector)

    assert set(titles(client.get(URL, {"stand": group}))) == seen


def test_filter_by_own_organisation_and_by_its_support(client, sector, member):
    own = member.person.organisation
    TopicFactory(sector=sector, title="van ons", proposed_by=member.person, proposed_for=own)
    TopicSupportFactory(topic__sector=sector, topic__title="met onze steun", organisation=own)
    TopicSupportFactory(topic__sector=sector, topic__title="van anderen")

    assert titles(client.get(URL, {"van": "eigen"})) == ["van ons"]
    assert titles(client.get(URL, {"van": "gesteund"})) == ["met onze steun"]


def test_words_are_found_in_part_and_without_accents(client, sector, member):
    TopicFactory(sector=sector, title="Privé data", summary="Over 100% veiligheid")
    TopicFactory(sector=sector, title="Archief", summary="Papier")

    assert titles(client.get(URL, {"woorden": "PRIVE veilig"})) == ["Privé data"]
    assert titles(client.get(URL, {"woorden": "0%"})) == ["Privé data"]
    assert titles(client.get(URL, {"woorden": "_"})) == []


@pytest.mark.parametrize("query", [{"stand": "feest"}, {"van": "x"}, {"woorden": "x" * 81}])
def test_nonsense_says_so_and_narrows_nothing(client, sector, member, query):
    TopicFactory(sector=sector, title="Archief")

    response = client.get(URL, query)

    assert titles(response) == ["Archief"]
    assert {response.context["form"].add_prefix(name) for name in response.context["form"].errors} == set(query)
    assert 'data-kind="warning"' in response.text


def test_meeting_is_named_to_who_may_know_of_it(client, sector, member):
    secret = MeetingFactory(visibility=Meeting.Visibility.INVITED)
    TopicFactory(sector=sector, state=State.SCHEDULED, meeting=secret)

    assert client.get(URL, {"stand": "gepland"}).context["rows"][0].meeting is None

    Meeting.objects.update(visibility=Meeting.Visibility.PUBLIC)
    assert client.get(URL, {"stand": "gepland"}).context["rows"][0].meeting.url == secret.get_absolute_url()


def test_pages_hold_twenty_five_and_keep_the_filter(client, sector, member):
    Topic.objects.bulk_create(TopicFactory.build(sector=sector, state=State.PARKED) for _row in range(30))

    first = client.get(URL, {"stand": "geparkeerd"})

    assert len(titles(first)) == 25
    assert "?pagina=2&stand=geparkeerd" in Page(first.text).links
    assert len(titles(client.get(URL, {"stand": "geparkeerd", "pagina": "2"}))) == 5
    assert client.get(URL, {"pagina": "9"}).status_code == 404


def test_htmx_gets_the_results_only(client, sector, member):
    TopicFactory(sector=sector, title="Archief")

    response = client.get(URL, headers={"HX-Request": "true"})

    assert "Archief" in response.text
    assert "<html" not in response.text
    assert "HX-Request" in response.headers["Vary"]


def test_empty_list_says_who_fills_it(client, sector, member):
    assert 'class="empty"' in client.get(URL).text
    assert 'class="empty"' in client.get(URL, {"stand": "geparkeerd"}).text


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(client, django_assert_num_queries, sector, member, rows):
    NetworkFactory()
    for _row in range(rows):
        topic = TopicFactory(
            sector=sector,
            proposed_by=member.person,
            proposed_for=member.person.organisation,
            state=State.SCHEDULED,
            meeting=MeetingFactory(),
        )
        TopicSupportFactory(topic=topic)
        TopicOfferFactory(topic=topic)

    with django_assert_num_queries(10):
        client.get(URL, {"stand": "gepland"})
