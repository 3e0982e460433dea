"""What lies on the desk of the newsroom: an article that waits for an editor, one that went back, and a draft."""

from datetime import date, time
from typing import NamedTuple

from django.db import transaction

from portal.demo.cast import Cast
from portal.demo.dated import When, days, moment_of
from portal.demo.news import SUBJECTS
from portal.demo.shapes import INVENTED
from portal.demo.store import link, store
from portal.models import Article

MANAGER, EDITOR = "Marije Mastbos", "Rixt Redactiepen"
DECISIONS = ("published_at", "withdrawn_at", "proposed_at", "returned_reason", "version", "title", "lead", "text")


class Piece(NamedTuple):
    """An article that readers do not see yet; offered on a day, or sent back with a reason, or only begun."""

    slug: str
    title: str
    lead: str
    text: str
    writer: str
    offered: When = None
    returned: str = ""
    sectors: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    circles: tuple[str, ...] = ()


PIECES = (
    Piece(
        slug="oefenen-met-de-buren",
        title="Oefenen met de buren: zo doet u mee",
        lead="Het Oefenplein Noord gaat weer open. Dit keer oefent u samen met de organisatie naast u.",
        text=(
            "<p>Een storing houdt zich niet aan gemeentegrenzen. Daarom oefenen we dit keer in paren: wie helpt wie, "
            "en hoe weet u elkaar te vinden?</p><h2>Wat vraagt het?</h2><ul><li>Een dagdeel van drie collega’s.</li>"
            "<li>Een telefoonlijst op papier.</li></ul>" + INVENTED
        ),
        writer=MANAGER,
        offered=days(-1),
        sectors=("veiligheid",),
        programmes=("digitaal-weerbaar-noord",),
    ),
    Piece(
        slug="wat-kost-een-test",
        title="Wat kost een beveiligingstest?",
        lead="Samen inkopen scheelt geld. Hoeveel, dat hangt af van wat u laat testen.",
        text="<p>De eerste vier organisaties vroegen prijzen op.</p>" + INVENTED,
        writer=MANAGER,
        returned="Kunt u erbij zetten wie vragen beantwoordt, en tot wanneer men kan meedoen?",
        sectors=("veiligheid",),
        circles=("informatieveiligheid",),
    ),
    Piece(
        slug="jaarbericht",
        title="Het jaar van het netwerk in tien cijfers",
        lead="",
        text="<p>De cijfers volgen zodra de laatste bijeenkomst van dit jaar geweest is.</p>" + INVENTED,
        writer=EDITOR,
        sectors=("overheden", "veiligheid", "water"),
    ),
)


@transaction.atomic
def load_newsroom(today: date) -> None:
    """Load what waits. What people of the demonstration decided about it stays as they decided it."""
    cast = Cast()
    articles = store([_article(piece, cast, today) for piece in PIECES], key=["slug"], once=DECISIONS)
    for field, model in SUBJECTS.items():
        known = {row.slug: row for row in model.objects.all()}
        about = [[known[slug] for slug in getattr(piece, field)] for piece in PIECES]
        link(field, zip(articles, about, strict=True))


def _article(piece: Piece, cast: Cast, today: date) -> Article:
    writer = cast.person(piece.writer, piece.slug)
    return Article(
        slug=piece.slug,
        title=piece.title,
        lead=piece.lead,
        text=piece.text,
        author=writer,
        written_by_id=writer.account_id if writer else None,
        proposed_at=moment_of(today, piece.offered, time(16, 10)),
        returned_reason=piece.returned,
    )
