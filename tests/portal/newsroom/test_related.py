"""Articles that share most with one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.newsroom.related import related_rows
from tests.factories import ArticleFactory, KnowledgeCircleFactory, ProgrammeFactory, SectorFactory

pytestmark = pytest.mark.django_db


def article(title, days_ago, *, sectors=(), programmes=(), circles=(), **given):
    made = ArticleFactory(title=title, published_at=timezone.now() - timedelta(days=days_ago), **given)
    made.sectors.set(sectors)
    made.programmes.set(programmes)
    made.circles.set(circles)
    return made


def titles(of):
    return [row.title for row in related_rows(of)]


def test_related_rows_show_what_shares_most_then_the_newest_three():
    sector, programme, circle = SectorFactory(), ProgrammeFactory(), KnowledgeCircleFactory()
    one = article("Zelf", 1, sectors=[sector], programmes=[programme], circles=[circle])
    article("Nieuw, een gedeeld", 2, sectors=[sector])
    article("Oud, drie gedeeld", 90, sectors=[sector], programmes=[programme], circles=[circle])
    article("Ouder, een gedeeld", 30, circles=[circle])
    article("Oudst, een gedeeld", 60, programmes=[programme])

    assert titles(one) == ["Oud, drie gedeeld", "Nieuw, een gedeeld", "Ouder, een gedeeld"]


def test_related_rows_are_not_padded_with_others():
    one = article("Zelf", 1, sectors=[SectorFactory()])
    article("Iets anders", 2, sectors=[SectorFactory()])

    assert titles(one) == []


def test_related_rows_leave_out_what_readers_do_not_see():
    sector = SectorFactory()
    one = article("Zelf", 1, sectors=[sector])
    article("Gepland", -1, sectors=[sector])
    article("Ingetrokken", 2, sectors=[sector], withdrawn_at=timezone.now())

    assert titles(one) == []


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_related_rows_take_one_query(django_assert_num_queries, rows):
    sector, programme = SectorFactory(), ProgrammeFactory()
    one = article("Zelf", 1, sectors=[sector], programmes=[programme])
    for number in range(rows):
        article(f"Ander {number}", number + 1, sectors=[sector])
    fetched = type(one).objects.prefetch_related("sectors", "programmes", "circles").get(pk=one.pk)

    with django_assert_num_queries(1):
        related_rows(fetched)
