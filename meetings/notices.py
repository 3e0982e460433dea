"""What the year of eight tells people by mail: who, when, and how much it weighs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from members.notices import Notice, Weight, register

MEETING = {
    "title": "Werken met één basisregistratie",
    "sectors": "Overheden + Veiligheid",
    "starts": "2027-04-22T11:30:00+00:00",
    "ends": "2027-04-22T14:30:00+00:00",
    "path": "/bijeenkomsten/1/",
}

register(
    Notice(
        kind="input_asked",
        name=_("Input is asked for a meeting"),
        rule=_("Everyone with a seat or a role in its sectors, when the preparation opens."),
        weight=Weight.ASKS,
        key="meeting",
        sample={**MEETING, "title": "", "day": "2027-04-06"},
    ),
    Notice(
        kind="input_closing",
        name=_("Input closes soon"),
        rule=_(
            "People of organisations that gave no input yet, from three days before the last day, once for each last "
            "day. Not within two days of asking for it."
        ),
        weight=Weight.ASKS,
        key="meeting:last day",
        sample={**MEETING, "title": "", "day": "2027-04-06"},
    ),
    Notice(
        kind="topic_unsettled",
        name=_("A topic ought to be settled"),
        rule=_("Chairs, programme managers and deputies, when the day to settle it has come and it is not."),
        weight=Weight.PERSONAL,
        key="meeting:day to settle",
        sample={**MEETING, "title": "", "day": "2027-04-08"},
    ),
    Notice(
        kind="topic_settled",
        name=_("The topic of a meeting is settled"),
        rule=_(
            "Everyone with a seat or a role in its sectors, at once; not who settled it, nor the presenters and the "
            "proposer, who have a mail of their own."
        ),
        weight=Weight.TELLS,
        key="meeting:topic",
        sample={**MEETING, "presenters": ["An Voorbeeld", "Gemeente Voorbeeld"]},
    ),
    Notice(
        kind="input_removed",
        name=_("Your input was removed"),
        rule=_("Its author, at once, with the reason."),
        weight=Weight.PERSONAL,
        key="input",
        sample={**MEETING, "text": "Wie kent een goede zaal?", "reason": "Dit staat er al."},
    ),
    Notice(
        kind="presenter_asked",
        name=_("You are asked to present"),
        rule=_("Who is chosen to present, at once."),
        weight=Weight.PERSONAL,
        key="presenter",
        sample={**MEETING, "topic": MEETING["title"]},
    ),
    Notice(
        kind="presenter_released",
        name=_("You need not present"),
        rule=_("Who was asked to present and no longer is, at once; not who declined or took himself off."),
        weight=Weight.PERSONAL,
        key="presenter",
        sample=MEETING,
    ),
    Notice(
        kind="presenter_answered",
        name=_("A presenter answered"),
        rule=_("Chairs, programme managers and deputies, at once; not who answered."),
        weight=Weight.PERSONAL,
        key="presenter:moment of the answer",
        sample={**MEETING, "name": "An Voorbeeld", "confirmed": True},
    ),
    Notice(
        kind="topic_step",
        name=_("What becomes of your topic"),
        rule=_("Who proposed it, at each step that somebody else takes."),
        weight=Weight.PERSONAL,
        key="topic:version",
        sample={
            **{name: MEETING[name] for name in ("title", "starts", "ends")},
            "step": "scheduled",
            "sector": "Overheden",
            "reason": "",
            "meeting": "",
            "target": "",
            "path": "/onderwerpen/1/",
        },
    ),
    Notice(
        kind="answer_reminder",
        name=_("Do you come to a meeting?"),
        rule=_(
            "Who has a seat, was invited at least two days ago and did not answer, from a week before the meeting "
            "until two days before it, once for each date."
        ),
        weight=Weight.ASKS,
        key="meeting:date",
        sample=MEETING | {"path": "/bijeenkomsten/1/aanmelden/"},
    ),
    Notice(
        kind="place_free",
        name=_("A place came free for you"),
        rule=_("Who stands first on the waiting list, as soon as a place comes free."),
        weight=Weight.PERSONAL,
        key="answer:moment of the answer",
        sample={**MEETING, "place": "Gemeentehuis, Voorbeeldstad", "answer_path": "/bijeenkomsten/1/aanmelden/"},
    ),
    Notice(
        kind="meeting_near",
        name=_("You come to a meeting tomorrow"),
        rule=_("Who comes, joins online, stands in for somebody or presents, the day before, once for each date."),
        weight=Weight.PERSONAL,
        key="meeting:date",
        sample={
            **MEETING,
            "place": "Raadzaal, Voorbeeldstad",
            "host": "Gemeente Voorbeeld",
            "online_link": "https://example.org/overleg",
            "agenda": ["Vorig verslag", MEETING["title"], "De volgende bijeenkomst voorbereiden"],
            "documents": [{"title": "Voorstel", "path": "/documenten/1/"}],
            "answer_path": "/bijeenkomsten/1/aanmelden/",
        },
    ),
    Notice(
        kind="meeting_changed_late",
        name=_("A meeting changes at the last moment"),
        rule=_(
            "Who follows it in a calendar subscription only, when it changes or is cancelled less than 48 hours ahead; "
            "always at once."
        ),
        weight=Weight.PERSONAL,
        key="meeting:sequence",
        sample={**MEETING, "is_off": False, "reason": "", "place": "Raadzaal, Voorbeeldstad"},
    ),
    Notice(
        kind="minutes_published",
        name=_("Minutes are published"),
        rule=_("Who was there or was excused, at once."),
        weight=Weight.TELLS,
        key="meeting",
        sample={**MEETING, "until": "2027-05-10", "path": "/bijeenkomsten/1/verslag/"},
    ),
    Notice(
        kind="correction_proposed",
        name=_("Somebody wants minutes corrected"),
        rule=_("Chairs, programme managers and deputies, at once; not who wants it."),
        weight=Weight.PERSONAL,
        key="correction",
        sample={**MEETING, "who": "An Voorbeeld", "text": "Het waren er drie.", "path": "/bijeenkomsten/1/verslag/"},
    ),
    Notice(
        kind="correction_handled",
        name=_("What became of your correction"),
        rule=_("Who proposed it, as soon as somebody answers."),
        weight=Weight.PERSONAL,
        key="correction",
        sample={**MEETING, "text": "Het waren er drie.", "answer": "Drie, niet twee.", "accepted": True},
    ),
)
