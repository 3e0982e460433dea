"""What the data tell about a programme at its end."""

import re
from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from portal.models import Article
from portal.newsroom.closing import closing_draft
from portal.newsroom.closing_acts import draft_closing
from programmes.models import Handover, KnowledgeCircle, Programme, Workstream
from tests.factories import (
    HandoverFactory,
    HostingFactory,
    KnowledgeCircleFactory,
    OrganisationFactory,
    OutcomeFactory,
    PersonFactory,
    PlatformFactory,
    ProgrammeFactory,
    ProgrammeLeaderFactory,
    ProgrammeParticipantFactory,
    WorkstreamFactory,
    editor_user,
)

pytestmark = pytest.mark.django_db

ACCEPTED = {"accepted_at": datetime(2018, 7, 1, tzinfo=UTC), "acceptance_source": "het communiqué"}


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


@pytest.fixture
def programme():
    return ProgrammeFactory(acronym="SSNT", start_year=2013, ended_on=date(2018, 7, 1), state=Programme.State.ENDED)


def words(html):
    return re.sub(r"<[^>]+>", "|", html)


def test_closing_draft_counts_years_participants_and_work(programme):
    ProgrammeParticipantFactory.create_batch(3, programme=programme)
    WorkstreamFactory.create_batch(2, outcome=OutcomeFactory(programme=programme))

    text = words(closing_draft(programme).text)

    assert "5 years of work together" in text
    assert "3 organisations that took part" in text
    assert "2 workstreams" in text


def test_closing_draft_says_where_each_workstream_lives(programme):
    outcome = OutcomeFactory(programme=programme, title="Eén netwerk")
    platform = PlatformFactory(name="IT-platform Twente", slug="it-platform")
    first, second, third = (WorkstreamFactory(outcome=outcome, title=title) for title in ("Netwerk", "Inkoop", "Pas"))
    at_home = {"workstream": first, "platform": platform, "effective_from": date(2018, 7, 1), "outside_body": ""}
    HandoverFactory(programme=programme, **at_home, **ACCEPTED)
    HandoverFactory(programme=programme, workstream=second, kind=Handover.Kind.STOPPED, outside_body="", **ACCEPTED)
    HandoverFactory(programme=programme, workstream=third)

    text = closing_draft(programme).text

    assert 'Netwerk: <a href="/platforms/it-platform/" rel="noopener">IT-platform Twente</a>, since 1 July 2018' in text
    assert "Inkoop: stopped" in text
    assert "Pas: no home yet" in text


def test_closing_draft_follows_work_that_moved_on(programme):
    stream = WorkstreamFactory(outcome=OutcomeFactory(programme=programme), title="Netwerk")
    given = {"programme": programme, "workstream": stream, **ACCEPTED}
    first = HandoverFactory(**given, outside_body="Oude dienst", effective_from=date(2018, 7, 1))
    HandoverFactory(**given, outside_body="Nieuwe dienst", effective_from=date(2021, 1, 1), follows=first)

    text = closing_draft(programme).text

    assert "Netwerk: Nieuwe dienst, since 1 January 2021" in text
    assert "Oude dienst" not in text


def test_closing_draft_names_what_goes_on_and_leaves_out_what_ended(programme):
    PlatformFactory(programme=programme, name="Loopt nog")
    PlatformFactory(programme=programme, name="Is klaar", until=date(2020, 1, 1))
    KnowledgeCircleFactory(programme=programme, name="Kring leeft")
    KnowledgeCircleFactory(programme=programme, name="Kring dicht", state=KnowledgeCircle.State.ARCHIVED)

    text = closing_draft(programme).text

    assert ("Loopt nog" in text, "Kring leeft" in text) == (True, True)
    assert ("Is klaar" in text, "Kring dicht" in text) == (False, False)


def test_closing_draft_tells_achievement_what_is_open_and_who_steers(programme):
    outcome = OutcomeFactory(programme=programme, title="Eén balie", still_open="De telefoon.\n\nDe website.")
    WorkstreamFactory(outcome=outcome, title="Afspraken", stage=Workstream.Stage.IN_OPERATION)
    steering = {"workstream": None, "kind": Handover.Kind.STEERING, "outside_body": "De kring van directeuren"}
    HandoverFactory(programme=programme, **steering, **ACCEPTED)

    text = words(closing_draft(programme).text)

    assert "Eén balie" in text
    assert "Afspraken: in operation" in text
    assert "|De telefoon.|" in text
    assert "|De website.|" in text
    assert "De kring van directeuren" in text


@pytest.mark.parametrize(("visibility", "shown"), [("everyone", True), ("members", False), ("nobody", False)])
def test_closing_draft_gives_an_address_only_when_everyone_may_see_it(programme, visibility, shown):
    organisation = OrganisationFactory(name="Gemeente Nu")
    programme.contact = PersonFactory(
        name="Bo Nu", email="bo@example.org", contact_visibility=visibility, organisation=organisation
    )
    programme.contact_capacity = "beheerder"

    text = closing_draft(programme).text

    assert "Bo Nu, beheerder, Gemeente Nu" in text
    assert ("bo@example.org" in text) == shown


def test_closing_draft_without_contact_names_who_leads_today(programme):
    ProgrammeLeaderFactory(programme=programme, person__name="Lia Leidt")

    assert "Lia Leidt, programme leader" in closing_draft(programme).text


def test_closing_draft_escapes_what_people_typed(programme):
    OutcomeFactory(programme=programme, title="<script>alert(1)</script>", text="<img src=x onerror=alert(1)>")

    text = closing_draft(programme).text

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<img" not in text


def test_closing_draft_of_an_empty_programme_has_no_empty_parts():
    assert closing_draft(ProgrammeFactory()).text == ""


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_closing_draft_queries_do_not_grow(programme, django_assert_num_queries, rows):
    for _ in range(rows):
        stream = WorkstreamFactory(outcome=OutcomeFactory(programme=programme))
        platform = HostingFactory(platform__programme=programme).platform
        HandoverFactory(programme=programme, workstream=stream, platform=platform, outside_body="", **ACCEPTED)
        KnowledgeCircleFactory(programme=programme)

    with django_assert_num_queries(7):
        closing_draft(programme)


def test_draft_closing_makes_one_article_about_the_programme_and_its_circles(programme):
    circle, editor = KnowledgeCircleFactory(programme=programme), editor_user()

    article = draft_closing(programme=programme, by=editor)
    again = draft_closing(programme=programme, by=editor_user())

    assert (again, Article.objects.count()) == (article, 1)
    assert (article.closes, article.published_at, article.written_by) == (programme, None, editor)
    assert (list(article.programmes.all()), list(article.circles.all())) == ([programme], [circle])
