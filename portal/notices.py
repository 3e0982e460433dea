"""What the portal tells people by mail about coming in, moving, leaving, their actions and their data."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from members.notices import Notice, Weight, register

PERSON, ORGANISATION, DAY = "An Voorbeeld", "Gemeente Voorbeeld", "2027-04-22"
MEETING = {
    "title": "Werken met één basisregistratie",
    "sectors": "Overheden + Veiligheid",
    "starts": "2027-04-22T11:30:00+00:00",
    "ends": "2027-04-22T14:30:00+00:00",
    "place": "Raadzaal, Voorbeeldstad",
    "path": "/bijeenkomsten/1/",
}

register(
    Notice(
        kind="digest",
        name=_("Your week"),
        rule=_(
            "Who chose weekly mail for a seat, on Monday at seven, with what others got at once; later in the week "
            "where that did not happen. Nothing to tell: no mail."
        ),
        weight=Weight.TELLS,
        key="week",
        sample={
            "path": "/mijn/",
            "asked": [{**MEETING, "kind": "answer", "day": DAY}],
            "told": [{"kind": "data_export", "context": {"path": "/mijn/gegevens/"}}],
            "topics": [{**MEETING, "day": "2027-04-06"}],
            "changes": [{**MEETING, "change": "moved", "was": "2027-04-21T11:30:00+00:00"}],
            "joinable": [
                {"title": "Samen testen", "circle": "Veiligheid", "day": "2027-04-12", "path": "/activiteiten/1/"}
            ],
            "news": [{"title": "Een nieuwe voorzitter", "path": "/nieuws/2027/voorzitter/"}],
        },
    ),
    Notice(
        kind="actions_due",
        name=_("Actions of yours are due"),
        rule=_(
            "Who owns open actions, those of one day in one mail: three days before that day, the day after it, and "
            "one and two weeks after that."
        ),
        weight=Weight.PERSONAL,
        key="day:turn",
        sample={
            "due": DAY,
            "overdue": False,
            "actions": [{"text": "Zaal bespreken", "path": "/bijeenkomsten/1/"}],
            "path": "/mijn/",
        },
    ),
    Notice(
        kind="person_invitation",
        name=_("Come in"),
        rule=_(
            "Who is invited to the portal personally, at once. The link in it works once, and nobody else learns it."
        ),
        weight=Weight.PERSONAL,
        key="invitation",
        sample={
            "name": PERSON,
            "network": "Samenwerking Voorbeeld",
            "organisation": ORGANISATION,
            "by": "Bo Voorbeeld",
            "address": "https://example.org/uitnodiging/",
            "until": "2027-05-06",
        },
    ),
    Notice(
        kind="request_asked",
        name=_("Somebody wants to come in"),
        rule=_("Who manages a sector of that organisation, or else the editors, once the address is confirmed."),
        weight=Weight.PERSONAL,
        key="request",
        sample={
            "name": PERSON,
            "email": "an@example.org",
            "organisation": ORGANISATION,
            "moving": False,
            "sectors": ["Overheden"],
            "path": "/aanvragen/1/",
        },
    ),
    Notice(
        kind="request_approved",
        name=_("You are in"),
        rule=_("Who asked to come in, as soon as somebody approves."),
        weight=Weight.PERSONAL,
        key="request",
        sample={"organisation": ORGANISATION, "sectors": ["Overheden"], "path": "/mijn/"},
    ),
    Notice(
        kind="request_refused",
        name=_("Your request is refused"),
        rule=_("Who asked to come in or to move, as soon as somebody refuses, with the reason."),
        weight=Weight.PERSONAL,
        key="request",
        sample={
            "name": PERSON,
            "organisation": ORGANISATION,
            "reason": "Wij kennen u niet.",
            "moving": False,
            "path": "/wachten/",
        },
    ),
    Notice(
        kind="move_approved",
        name=_("Your move is approved"),
        rule=_("Who moves to another organisation, as soon as somebody approves."),
        weight=Weight.PERSONAL,
        key="request",
        sample={"organisation": ORGANISATION, "day": DAY, "path": "/mijn/werkgever/"},
    ),
    Notice(
        kind="move_done",
        name=_("You moved to another organisation"),
        rule=_("Who moved, on the day itself."),
        weight=Weight.PERSONAL,
        key="request",
        sample={"organisation": ORGANISATION, "day": DAY, "path": "/mijn/zetels/"},
    ),
    Notice(
        kind="move_roles",
        name=_("Roles need somebody"),
        rule=_("Editors, when somebody with a role moves or leaves; not the one who does."),
        weight=Weight.PERSONAL,
        key="move or departure",
        sample={
            "name": PERSON,
            "day": DAY,
            "roles": [{"role": "chair", "sector": "Overheden"}],
            "path": "/beheer/sectors/appointment/",
        },
    ),
    Notice(
        kind="leave_actions",
        name=_("Actions need somebody"),
        rule=_("Who leads the sector, or else the editors, when somebody with open actions moves or leaves."),
        weight=Weight.PERSONAL,
        key="move or departure:sector",
        sample={
            "name": PERSON,
            "actions": [{"owner": PERSON, "text": "Zaal bespreken", "due": DAY, "path": "/bijeenkomsten/1/"}],
            "path": "/bijeenkomsten/1/",
        },
    ),
    Notice(
        kind="leave_person",
        name=_("You leave the network"),
        rule=_("Who leaves, as soon as somebody has written down the day."),
        weight=Weight.PERSONAL,
        key="day",
        sample={"day": DAY, "path": "/mijn/"},
    ),
    Notice(
        kind="leave_member",
        name=_("Your organisation leaves the network"),
        rule=_("Who has an account and works there, as soon as somebody has written down the day."),
        weight=Weight.PERSONAL,
        key="organisation:day",
        sample={"organisation": ORGANISATION, "day": DAY, "path": "/mijn/werkgever/"},
    ),
    Notice(
        kind="leave_organisation",
        name=_("An organisation leaves the network"),
        rule=_("Editors, as soon as somebody has written down the day."),
        weight=Weight.PERSONAL,
        key="organisation:day",
        sample={"organisation": ORGANISATION, "day": DAY, "reason": "Een fusie.", "path": "/leden/voorbeeld/vertrek/"},
    ),
    Notice(
        kind="data_export",
        name=_("Your data are ready"),
        rule=_("Who asked for his data, as soon as they are gathered."),
        weight=Weight.PERSONAL,
        key="export",
        sample={"until": "2027-04-23T11:30:00+00:00", "path": "/mijn/gegevens/"},
    ),
)

register(
    Notice(
        kind="article_offered",
        name=_("An article waits for an editor"),
        rule=_("The editors, when somebody offers an article; not who offered it."),
        weight=Weight.PERSONAL,
        key="article:version",
        sample={"title": "Samen Digitaal is gestopt", "who": PERSON, "path": "/nieuws/schrijven/1/"},
    ),
    Notice(
        kind="article_decided",
        name=_("What becomes of your article"),
        rule=_("Who wrote it, when an editor publishes it or sends it back; not when the writer did so himself."),
        weight=Weight.PERSONAL,
        key="article:version",
        sample={
            "title": "Samen Digitaal is gestopt",
            "step": "returned",
            "reason": "Wie is het contact?",
            "on": "",
            "path": "/nieuws/schrijven/1/",
        },
    ),
    Notice(
        kind="succession_done",
        name=_("An organisation goes on in another"),
        rule=_("People of the organisations concerned who have an account, and the editors; not who arranged it."),
        weight=Weight.PERSONAL,
        key="organisation:day",
        sample={
            "organisation": ORGANISATION,
            "successor": "Gemeente Samen",
            "day": DAY,
            "path": "/leden/gemeente-samen/",
        },
    ),
)
