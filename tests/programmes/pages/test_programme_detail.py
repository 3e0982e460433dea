"""/programmas/<slug>/: from its founding to where everything lives now, and whom to call."""

from datetime import date

import pytest
import time_machine

from members.models import Organisation
from programmes.models import Handover
from tests.factories import (
    HandoverFactory,
    HostingFactory,
    JointActivityFactory,
    KnowledgeCircleFactory,
    NetworkFactory,
    NetworkMembershipFactory,
    OrganisationFactory,
    OutcomeFactory,
    PersonFactory,
    PlatformFactory,
    ProgrammeDecisionFactory,
    ProgrammeFactory,
    ProgrammeLeaderFactory,
    ProgrammeParticipantFactory,
    UserFactory,
    WorkstreamFactory,
    admin_user,
    editor_user,
    member_user,
    moment,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db

URL = "/programmas/samen/"
ENDED = {"state": "ended", "ended_on": date(2018, 7, 1)}


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(date(2027, 4, 1), 10), tick=False):
        yield


@pytest.fixture(autouse=True)
def english(client):
    client.cookies["brink_language"] = "en"


@pytest.fixture
def programme():
    return ProgrammeFactory(name="Programma Samen", acronym="PS", slug="samen", state="running")


def change(programme, **fields):
    for name, value in fields.items():
        setattr(programme, name, value)
    programme.save()


def read(client):
    response = client.get(URL)
    assert response.status_code == 200
    return Page(response.text)


def shaped(client):
    return client.get(URL).context["page"]


# the facts


def test_founding_document_stands_with_link_and_period(client, programme):
    link = "https://example.org/communique"
    period = {"founding_period_from": 2013, "founding_period_to": 2020}
    change(programme, founding_document="Communiqué van Ergens", founding_document_link=link, **period)

    page = read(client)

    assert page.together("Founding document", "Communiqué van Ergens", "2013–2020", within=80)
    assert link in page.links


def test_founding_period_is_not_said_twice(client, programme):
    change(programme, founding_document="Communiqué 2013-2020", founding_period_from=2013, founding_period_to=2020)

    assert "2013–2020" not in read(client).text


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org/"])
def test_founding_document_links_to_the_web_only(client, programme, link):
    change(programme, founding_document="Communiqué", founding_document_link=link)

    page = read(client)

    assert link not in page.links
    assert "Communiqué" in page.text


def test_participants_stand_by_kind_and_members_are_marked(client, programme):
    municipality = OrganisationFactory(name="Gemeente Almelo", slug="almelo")
    region = OrganisationFactory(name="Regio Twente", kind=Organisation.Kind.PARTNERSHIP)
    NetworkMembershipFactory(organisation=municipality)
    for organisation in (municipality, region):
        ProgrammeParticipantFactory(programme=programme, organisation=organisation)
    ProgrammeParticipantFactory(programme=programme, organisation__name="Al weg", until=date(2020, 1, 1))

    page = read(client)

    assert page.together("Gemeente Almelo", "member", within=30)
    assert page.together("Partnerships", "Regio Twente", within=40)
    assert not page.together("Regio Twente", "member", within=30)
    assert "Al weg" not in page.text


def test_participant_that_merged_is_followed_to_where_it_lives_on(client, programme):
    heir = OrganisationFactory(name="Gemeente Midden")
    ProgrammeParticipantFactory(
        programme=programme, organisation__name="Gemeente Hoogezand", organisation__succeeded_by=heir
    )

    assert read(client).together("Gemeente Hoogezand", "now Gemeente Midden", within=40)


def test_everyone_who_took_part_stands_on_the_page_of_an_ended_programme(client, programme):
    change(programme, **ENDED)
    ProgrammeParticipantFactory(programme=programme, organisation__name="Tot het eind", until=date(2018, 7, 1))
    ProgrammeParticipantFactory(programme=programme, organisation__name="Al eerder weg", until=date(2015, 7, 1))

    assert {"Tot het eind", "Al eerder weg"} <= set(read(client).elements)


def test_organisation_that_came_back_counts_once(client, programme):
    change(programme, **ENDED)
    organisation = OrganisationFactory()
    periods = [(date(2013, 1, 1), date(2014, 1, 1)), (date(2016, 1, 1), date(2018, 7, 1))]
    for since, until in periods:
        ProgrammeParticipantFactory(programme=programme, organisation=organisation, since=since, until=until)

    assert shaped(client).participant_count == 1


def test_leaders_stand_with_role_and_period(client, programme):
    first = {"since": date(2013, 5, 1), "until": date(2016, 1, 1)}
    ProgrammeLeaderFactory(programme=programme, person__name="Gert Eerder", **first)
    ProgrammeLeaderFactory(programme=programme, person__name="Anna Nu", since=date(2016, 1, 1))
    ProgrammeLeaderFactory(programme=programme, person__name="Dirk Plaats", is_deputy=True)

    page = read(client)

    assert page.together("Gert Eerder", "Programme leader, from 1 May 2013 until 1 January 2016", within=100)
    assert page.together("Anna Nu", "Programme leader, since 1 January 2016", within=80)
    assert page.together("Dirk Plaats", "Deputy leader", within=60)


# outcomes, platforms, circles


def test_outcomes_hold_their_workstreams_with_stage_and_what_is_open(client, programme):
    outcome = OutcomeFactory(programme=programme, title="Werken zonder grenzen", still_open="De mobiliteitskaart.")
    WorkstreamFactory(outcome=outcome, title="Traineeprogramma", stage="in_operation", lead=PersonFactory(name="Lies"))
    WorkstreamFactory(title="Van een ander programma")

    page = read(client)

    assert page.together("Werken zonder grenzen", "Traineeprogramma", "In operation", "De mobiliteitskaart.")
    assert page.together("Traineeprogramma", "Lies", "In operation", within=60)
    assert "Van een ander programma" not in page.text


def test_platforms_name_host_of_today_and_scope(client, programme):
    platform = PlatformFactory(programme=programme, name="IT-platform", scope=["management", "development"])
    HostingFactory(platform=platform, organisation__name="Oude gastheer", until=date(2020, 1, 1))
    HostingFactory(platform=platform, organisation__name="Regio Twente", since=date(2020, 1, 1))

    page = read(client)

    assert page.together("IT-platform", "Host: Regio Twente", "Management, Development")
    assert "Oude gastheer" not in page.text
    assert platform.get_absolute_url() in page.links


def test_circles_show_what_they_do(client, programme):
    circle = KnowledgeCircleFactory(programme=programme, name="Basisregistraties")
    JointActivityFactory(circle=circle, kind="staff_pool", title="Vervangingspool")

    page = read(client)

    assert page.together("Basisregistraties", "Vervangingspool", "Staff pool")
    assert circle.get_absolute_url() in page.links


# where everything lives now


def stream(programme, title="Glasvezelring"):
    return WorkstreamFactory(outcome=OutcomeFactory(programme=programme), title=title)


def test_handover_names_kind_destination_day_contact_and_acceptance(client, programme):
    platform = PlatformFactory(name="IT-platform")
    HandoverFactory(
        programme=programme,
        workstream=stream(programme),
        outside_body="",
        platform=platform,
        effective_from=date(2018, 7, 1),
        contact=PersonFactory(name="Wie Belt"),
        accepted_at=moment(date(2018, 6, 20)),
        accepted_by=PersonFactory(name="Wie Zegt Ja"),
    )
    HandoverFactory(programme=programme, workstream=stream(programme, "Nog niet"), effective_from=None)

    page = read(client)

    assert page.together("Glasvezelring", "Transferred", "IT-platform", "1 July 2018", "Wie Belt")
    assert page.together("20 June 2018, by Wie Zegt Ja", within=40)
    assert page.together("Nog niet", "not yet", within=120)
    assert platform.get_absolute_url() in page.links


def test_acceptance_that_all_share_is_said_once(client, programme):
    known = {"accepted_at": moment(date(2018, 7, 18)), "acceptance_source": "het bericht van juli"}
    for title in ("Glasvezelring", "Digikoppeling"):
        HandoverFactory(programme=programme, workstream=stream(programme, title), **known)

    text = read(client).text

    assert text.count("18 July 2018, according to het bericht van juli") == 1


def test_empty_columns_are_left_out(client, programme):
    HandoverFactory(programme=programme, workstream=stream(programme))

    table = shaped(client).handovers

    assert (table.shows_since, table.shows_contact, table.shared_acceptance) == (False, False, "")
    assert "Contact</th>" not in client.get(URL).text


@pytest.mark.parametrize(
    ("make", "kind", "path"),
    [
        (lambda: {"platform": PlatformFactory(name="Doel", slug="doel")}, "Platform", "/platforms/doel/"),
        (
            lambda: {"circle": KnowledgeCircleFactory(name="Doel", slug="doel")},
            "Knowledge circle",
            "/kenniskringen/doel/",
        ),
        (lambda: {"to_programme": ProgrammeFactory(name="Doel", slug="doel")}, "Programme", "/programmas/doel/"),
        (lambda: {"organisation": OrganisationFactory(name="Doel", slug="doel")}, "Organisation", "/leden/doel/"),
        (lambda: {"outside_body": "Doel"}, "Other body", ""),
        (lambda: {"kind": Handover.Kind.STOPPED}, "", ""),
    ],
)
def test_map_and_table_lead_to_the_same_home(client, programme, make, kind, path):
    HandoverFactory(programme=programme, workstream=stream(programme), **{"outside_body": ""} | make())

    page = shaped(client)

    (line,) = page.handovers.lines
    home = (line.home.name, line.home.url) if line.home else None
    assert (home, line.home_kind) == (("Doel", path) if kind else None, kind)
    assert [box.lines for box in page.homes.homes] == ([("Doel",)] if kind else [])


def test_outcome_and_map_share_their_colour(client, programme):
    first, second = OutcomeFactory(programme=programme, position=1), OutcomeFactory(programme=programme, position=2)
    for outcome in (first, second):
        WorkstreamFactory(outcome=outcome)

    page = shaped(client)

    assert [part.band for part in page.outcomes] == [box.band for box in page.homes.outcomes]


def test_programme_without_workstreams_has_no_map(client, programme):
    assert shaped(client).homes is None


# how it ended, who steers on, whom to call


def test_ended_programme_says_how_and_who_steers_on(client, programme):
    change(programme, ending="<p>Niet klaar, wel geborgd.</p>", **ENDED)
    HandoverFactory(programme=programme, workstream=None, kind="steering", outside_body="Overleg van directeuren")

    page = read(client)

    assert page.together("The programme ended on 1 July 2018.", "Niet klaar, wel geborgd.")
    assert page.together("Who steers on", "Overleg van directeuren", within=100)


def viewer(kind):
    makers = {"outsider": UserFactory, "member": member_user, "editor": editor_user, "admin": admin_user}
    return makers[kind]() if kind != "visitor" else None


@pytest.mark.parametrize(
    ("visibility", "who"),
    [
        ("everyone", {"visitor", "outsider", "member", "editor", "admin"}),
        ("members", {"member", "editor", "admin"}),
        ("nobody", {"admin"}),
    ],
)
@pytest.mark.parametrize("kind", ["visitor", "outsider", "member", "editor", "admin"])
@pytest.mark.parametrize("place", ["contact", "leader", "handover"])
def test_address_shows_to_whom_it_is_meant_for(client, programme, visibility, who, kind, place):
    person = PersonFactory(name="Monique", email="monique@example.org", contact_visibility=visibility)
    if place == "contact":
        change(programme, contact=person, contact_capacity="zaakwaarnemer")
    elif place == "leader":
        ProgrammeLeaderFactory(programme=programme, person=person)
    else:
        HandoverFactory(programme=programme, workstream=stream(programme), contact=person)
    if user := viewer(kind):
        client.force_login(user)

    html = client.get(URL).text

    assert "Monique" in html
    assert ("monique@example.org" in html) is (kind in who)


def test_contact_stands_with_capacity_and_organisation(client, programme):
    person = {"job_title": "manager bedrijfsvoering", "organisation": OrganisationFactory(name="Regio Twente")}
    change(programme, contact=PersonFactory(name="Monique", **person), contact_capacity="zaakwaarnemer")
    ProgrammeLeaderFactory(programme=programme, person__name="Iemand anders")

    page = read(client)

    assert page.together("Monique", "zaakwaarnemer", "manager bedrijfsvoering, Regio Twente", within=120)


def test_leader_who_left_is_not_called(client, programme):
    ProgrammeLeaderFactory(programme=programme, until=date(2020, 1, 1))
    ProgrammeLeaderFactory(programme=programme, is_deputy=True)

    assert shaped(client).contact is None


# the timeline


def test_decisions_and_platforms_are_milestones_in_order(client, programme):
    ProgrammeDecisionFactory(programme=programme, kind="end", decided_on=date(2018, 7, 1), decided_in_year=None)
    founding = {"decided_on": None, "decided_in_year": 2013, "body": "veertien gemeenten", "text": "Het begin."}
    ProgrammeDecisionFactory(programme=programme, kind="found", **founding)
    PlatformFactory(programme=programme, name="Twentse Kracht", since=date(2015, 3, 1))
    change(programme, start_year=2013, **ENDED)

    page = read(client)
    steps = [(step.when, step.label) for step in shaped(client).milestones]

    assert steps == [("2013", "Founded"), ("1 March 2015", "Twentse Kracht"), ("1 July 2018", "Ended")]
    assert page.together("2013", "Founded", "veertien gemeenten", "Het begin.", within=80)


def test_beginning_and_end_are_milestones_without_decisions(client, programme):
    change(programme, started_on=date(2013, 5, 1), **ENDED)

    steps = [(step.when, step.label) for step in shaped(client).milestones]

    assert steps == [("1 May 2013", "Beginning"), ("1 July 2018", "Ended")]


def test_programme_without_any_date_has_no_timeline(client, programme):
    page = shaped(client)

    assert (page.timeline, page.milestones) == (None, [])


# bad addresses


@pytest.mark.parametrize("slug", ["onbekend", "x" * 500])
def test_unknown_programme_is_not_found(client, slug):
    assert client.get(f"/programmas/{slug}/").status_code == 404


def test_nul_byte_is_refused(client):
    assert client.get("/programmas/%00/").status_code == 400


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_wrong_method_is_refused(client, programme, method):
    assert getattr(client, method)(URL).status_code == 405


# queries


def fill(programme, rows):
    change(programme, contact=PersonFactory(email="monique@example.org", organisation=OrganisationFactory()))
    for number in range(rows):
        since, until = date(1900 + number, 1, 1), date(1901 + number, 1, 1)
        ProgrammeParticipantFactory(programme=programme)
        ProgrammeLeaderFactory(programme=programme, since=since, until=until)
        ProgrammeDecisionFactory(programme=programme)
        platform = PlatformFactory(programme=programme)
        HostingFactory(platform=platform)
        JointActivityFactory(circle=KnowledgeCircleFactory(programme=programme))
        people = {"contact": PersonFactory(), "accepted_by": PersonFactory(), "accepted_at": moment()}
        destination = {"outside_body": "", "platform": platform}
        HandoverFactory(programme=programme, workstream=stream(programme), **people, **destination)


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_queries_of_a_visitor_do_not_grow(client, django_assert_num_queries, programme, rows):
    NetworkFactory()
    fill(programme, rows)

    with django_assert_num_queries(7):
        client.get(URL)


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_queries_of_a_member_do_not_grow(client, django_assert_num_queries, programme, rows):
    NetworkFactory()
    fill(programme, rows)
    client.force_login(member_user())

    with django_assert_num_queries(10):
        client.get(URL)
