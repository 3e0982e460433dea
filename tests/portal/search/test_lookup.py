"""What the query understands: Dutch stems, accents, plurals, compounds, and what comes first."""

import pytest
from django.contrib.auth.models import AnonymousUser

from portal.search.lookup import look_up
from portal.search.sources import Kind, sources_for
from tests.factories import (
    ArticleFactory,
    MeetingFactory,
    MinutesFactory,
    OrganisationFactory,
    PersonFactory,
    PlatformFactory,
    ProgrammeFactory,
    SectorFactory,
    moment,
)

pytestmark = pytest.mark.django_db


def found(typed: str) -> list[tuple[str, int]]:
    """What a visitor finds, the best first."""
    matches = look_up(typed.split(), sources_for(AnonymousUser()), phrase=typed)
    return [(match.kind.value, match.key) for match in matches.rows]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Provincie Fryslân", "fryslan"),
        ("Provincie Fryslan", "FRYSLÂN"),
        ("Súdwest", "sudwest"),
        ("Één loket", "loketten"),
        ("Waterschap", "waterschappen"),
        ("Waterschappen", "waterschap"),
        ("Overleg", "overleggen"),
        ("Overleggen", "overleg"),
        ("Gemeente", "gemeenten"),
        ("Huizen", "huis"),
        ("Huis", "huizen"),
        ("Brieven", "brief"),
        ("Provincie", "provincies"),
        ("Provincies", "provincie"),
        ("Besturen", "bestuur"),
        ("Digitale", "digitaal"),
        ("Overheid", "overheden"),
        ("Overheden", "overheid"),
        ("Samenwerkingen", "samenwerking"),
    ],
)
def test_lookup_joins_forms_of_a_word(written, typed):
    platform = PlatformFactory(name=written)

    assert found(typed) == [("platform", platform.pk)]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Waterschapsverkiezingen", "waterschap"),
        ("Overheidsloket", "overheden"),
        ("Glasvezelring", "glasvezel"),
        ("Glasvezelring", "vezel"),
        ("Glasvezelring", "ring"),
        ("Gemeenteraad", "raad"),
        ("Gemeenteraden", "raad"),
        ("Burgerpanel en ringweg", "weg panel"),
    ],
)
def test_lookup_finds_parts_of_compounds(written, typed):
    platform = PlatformFactory(name=written)

    assert found(typed) == [("platform", platform.pk)]


@pytest.mark.parametrize("typed", ["over", "overdracht", "overigens"])
def test_lookup_keeps_a_short_stem_whole(typed):
    PlatformFactory(name="Overheid")

    assert found(typed) == []


def test_lookup_takes_a_short_stem_for_no_beginning():
    PlatformFactory(name="Overdracht")

    assert found("overheid") == []


def test_lookup_leaves_years_as_they_are():
    ProgrammeFactory(name="Programma 202")
    wanted = ProgrammeFactory(name="Programma 2022")

    assert found("2022") == [("programme", wanted.pk)]


@pytest.mark.parametrize("rows", [4, 5])
def test_lookup_looks_inside_words_only_when_it_found_fewer_than_five(rows):
    inside = PlatformFactory(name="Glasvezelring")
    whole = {PlatformFactory(name=f"Vezel {number}").pk for number in range(rows)}

    assert {key for _kind, key in found("vezel")} == (whole | {inside.pk} if rows < 5 else whole)


def test_lookup_puts_whole_words_before_parts():
    inside = PlatformFactory(name="Glasvezel")
    whole = ArticleFactory(text="<p>Alles over de vezel.</p>")

    assert found("vezel") == [("article", whole.pk), ("platform", inside.pk)]


@pytest.mark.parametrize("typed", ["gla%ring", "gla_vezel", "___", "%%%"])
def test_lookup_takes_wildcards_for_what_they_are(typed):
    PlatformFactory(name="Glasvezelring")

    assert found(typed) == []


def test_lookup_wants_every_word():
    both = ArticleFactory(title="Digitaal loket")
    ArticleFactory(title="Digitaal archief")

    assert found("loket digitaal") == [("article", both.pk)]


def test_lookup_finds_a_person_by_name_and_organisation():
    organisation = OrganisationFactory(name="Provincie Fryslân")
    person = PersonFactory(name="Sanne Voorbeeld", organisation=organisation, contact_visibility="everyone")
    PersonFactory(name="Sanne Anders", organisation=OrganisationFactory(), contact_visibility="everyone")

    assert found("sanne fryslan") == [("person", person.pk)]


def test_lookup_finds_no_words_in_tags():
    ArticleFactory(text='<p><a href="https://example.org/verborgen">Lees meer</a> en <strong>vet</strong>.</p>')

    assert found("strong") == found("href") == found("noopener") == []


def test_lookup_finds_a_meeting_once_by_title_and_minutes():
    meeting = MeetingFactory(title="Weerbaarheid")
    MinutesFactory(
        meeting=meeting,
        text="<p>Weerbaarheid kwam ter sprake.</p>",
        published_at=moment().replace(year=2020),
        published_by=PersonFactory(),
        is_public=True,
    )

    assert found("weerbaarheid") == [("meeting", meeting.pk)]


def test_lookup_ignores_stop_words_beside_others():
    article = ArticleFactory(title="Kennis van de regio")

    assert found("de kennis van het") == [("article", article.pk)]


def test_lookup_finds_nothing_by_stop_words_alone():
    ArticleFactory(title="De kennis van het een")

    matches = look_up(["de", "het", "een"], sources_for(AnonymousUser()))

    assert (matches.forms, matches.stems, matches.rows) == ((), (), [])


def test_lookup_puts_the_exact_title_first():
    article = ArticleFactory(title="Zorg en meer zorg over zorg", text="<p>zorg zorg zorg zorg</p>")
    platform = PlatformFactory(name="Zorg")
    longer = SectorFactory(name="Zorg en welzijn")

    assert found("zorg") == [("platform", platform.pk), ("sector", longer.pk), ("article", article.pk)]


def test_lookup_puts_a_short_name_first():
    article = ArticleFactory(title="SSNT is gestopt", text="<p>SSNT, SSNT en nog eens SSNT</p>")
    programme = ProgrammeFactory(name="Samenwerkingsprogramma", acronym="SSNT")

    assert found("ssnt") == [("programme", programme.pk), ("article", article.pk)]


def test_lookup_puts_organisations_before_meetings_of_the_same_name():
    meeting = MeetingFactory(title="Gemeente Assen")
    organisation = OrganisationFactory(name="Gemeente Assen")

    assert found("assen") == [("organisation", organisation.pk), ("meeting", meeting.pk)]


def test_lookup_puts_titles_before_texts():
    in_text = ArticleFactory(title="Nieuws", text="<p>Over klimaat.</p>")
    in_lead = ArticleFactory(title="Nog meer nieuws", lead="Over klimaat.")
    in_title = ArticleFactory(title="Klimaat", lead="Over iets anders.")

    assert [key for _kind, key in found("klimaat")] == [in_title.pk, in_lead.pk, in_text.pk]


def test_lookup_puts_the_latest_first_among_equals():
    years = [2024, 2026, 2025]
    articles = {year: ArticleFactory(title="Jaarbericht", published_at=moment().replace(year=year)) for year in years}

    assert [key for _kind, key in found("jaarbericht")] == [articles[year].pk for year in (2026, 2025, 2024)]


def test_lookup_knows_kind_and_year():
    MeetingFactory(title="Weerbaarheid")

    (match,) = look_up(["weerbaarheid"], sources_for(AnonymousUser())).rows

    assert (match.kind, match.year) == (Kind.MEETING, 2027)


@pytest.mark.parametrize(("typed", "stems"), [("weerbaarheid", ("weerbar",)), ("overheid", ())])
def test_lookup_tells_stems_that_are_words(typed, stems):
    assert look_up([typed], sources_for(AnonymousUser())).stems == stems


def test_lookup_takes_one_query(django_assert_num_queries):
    sources = sources_for(AnonymousUser())

    with django_assert_num_queries(1):
        look_up(["vezel"], sources)
