"""What programmes and circles tell people by mail: who, when, and how much it weighs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from members.notices import Notice, Weight, register

PERSON, ORGANISATION, DAY = "An Voorbeeld", "Gemeente Voorbeeld", "2027-04-22"
PROGRAMME = {"programme": "Samen Digitaal", "path": "/programmas/samen-digitaal/"}
WORK = {**PROGRAMME, "work": "Gezamenlijke infrastructuur", "destination": "IT-platform Voorbeeld", "since": DAY}
CIRCLE = {"circle": "Basisregistraties", "path": "/kenniskringen/basisregistraties/"}
ACTIVITY = {"activity": "Handboek processen", "circle": "Basisregistraties", "path": "/activiteiten/1/"}

register(
    Notice(
        kind="programme_led",
        name=_("You lead a programme"),
        rule=_("Who becomes leader or deputy of a programme, at once; not who arranged it."),
        weight=Weight.PERSONAL,
        key="programme:leadership",
        sample={**PROGRAMME, "is_deputy": False, "since": DAY},
    ),
    Notice(
        kind="handover_asked",
        name=_("Do you take over work of a programme?"),
        rule=_(
            "Whom a leader asks to accept a handover, at once, with a link that needs no account; and when the "
            "question or the acceptance no longer stands."
        ),
        weight=Weight.PERSONAL,
        key="handover:contact:moment asked",
        sample={
            **WORK,
            "kind": "transferred",
            "who": PERSON,
            "note": "",
            "answer_path": "/overdracht/1.x/",
            "is_withdrawn": False,
        },
    ),
    Notice(
        kind="handover_answered",
        name=_("A handover is accepted or declined"),
        rule=_(
            "Leader and deputies of the programme, at once, also when an acceptance lapses; not who answered or "
            "changed it."
        ),
        weight=Weight.PERSONAL,
        key="handover:contact:moment asked:answer",
        sample={
            **WORK,
            "who": PERSON,
            "is_accepted": False,
            "is_undone": False,
            "reason": "Wij hebben er geen mensen voor.",
        },
    ),
    Notice(
        kind="handover_homeless",
        name=_("Handed over work needs a new home"),
        rule=_(
            "Leader, deputies and contact of the programme, and the editors, when the place where its work lives "
            "ended or its receiver says that it is no longer alive; once for each handover and day."
        ),
        weight=Weight.PERSONAL,
        key="handover:day",
        sample={**WORK, "until": DAY, "successor": "", "who": "", "reason": "", "path": "/overdrachten/"},
    ),
    Notice(
        kind="platform_homeless",
        name=_("A platform has no host any more"),
        rule=_("The editors, and the contact of the programme it came from, once for each last day of a host."),
        weight=Weight.PERSONAL,
        key="platform:day",
        sample={
            "platform": "IT-platform Voorbeeld",
            "host": ORGANISATION,
            "until": DAY,
            "successor": "",
            "path": "/overdrachten/",
        },
    ),
    Notice(
        kind="alive_asked",
        name=_("Is what you took over still alive?"),
        rule=_("The contact of an accepted handover, 6 and 12 months after it took effect, in the daytime."),
        weight=Weight.PERSONAL,
        key="handover:months",
        sample={**WORK, "months": 6, "answer_path": "/overdracht/leeft/1.x/"},
    ),
    Notice(
        kind="links_dead",
        name=_("Links lead nowhere"),
        rule=_("The editors, when addresses fail for the third time in a row, those of one day in one mail."),
        weight=Weight.PERSONAL,
        key="day:first of these addresses",
        sample={
            "links": [{"url": "https://example.org/weg", "where": "IT-platform Voorbeeld"}],
            "path": "/overdrachten/",
        },
    ),
    Notice(
        kind="circle_started",
        name=_("A knowledge circle was started"),
        rule=_("The editors, at once; not who started it."),
        weight=Weight.PERSONAL,
        key="circle",
        sample={**CIRCLE, "who": PERSON, "organisation": ORGANISATION, "why": "Wij zoeken allemaal hetzelfde uit."},
    ),
    Notice(
        kind="circle_join_asked",
        name=_("Somebody wants to join your circle"),
        rule=_("Its coordinator, or the editors as long as there is none, at once."),
        weight=Weight.PERSONAL,
        key="request",
        sample={**CIRCLE, "who": PERSON, "organisation": ORGANISATION, "text": "Ik beheer de BAG."},
    ),
    Notice(
        kind="circle_join_decided",
        name=_("Whether you may join a circle"),
        rule=_("Who asked to join, as soon as it is decided."),
        weight=Weight.PERSONAL,
        key="request",
        sample={**CIRCLE, "is_admitted": True, "reason": ""},
    ),
    Notice(
        kind="circle_joined",
        name=_("Somebody joined or left your circle"),
        rule=_("Its coordinator, at once; not who did it himself as coordinator."),
        weight=Weight.PERSONAL,
        key="participation:joined or left",
        sample={**CIRCLE, "who": PERSON, "organisation": ORGANISATION, "has_joined": True},
    ),
    Notice(
        kind="circle_coordinator",
        name=_("You keep a circle going"),
        rule=_("Who becomes coordinator of a circle, at once; not who took it on himself."),
        weight=Weight.PERSONAL,
        key="coordination",
        sample={**CIRCLE, "who": PERSON},
    ),
    Notice(
        kind="circle_quiet",
        name=_("Does your circle still live?"),
        rule=_(
            "The coordinator of a circle that did not meet or change for half a year, or who takes part and the "
            "editors when no coordinator can be mailed; again after the answer only."
        ),
        weight=Weight.PERSONAL,
        key="circle:day",
        sample={**CIRCLE, "day": DAY, "path": "/kenniskringen/basisregistraties/leeft/"},
    ),
    Notice(
        kind="circle_state",
        name=_("A circle falls asleep, is archived or opens again"),
        rule=_("Who takes part in it, at once; not who did it."),
        weight=Weight.PERSONAL,
        key="circle:state:day",
        sample={**CIRCLE, "state": "asleep"},
    ),
    Notice(
        kind="activity_joined",
        name=_("An organisation joined or left a joint activity"),
        rule=_("Its contact, and otherwise the coordinator of the circle, at once; not who did it."),
        weight=Weight.PERSONAL,
        key="activity:organisation:joined or left:moment",
        sample={**ACTIVITY, "organisation": ORGANISATION, "who": PERSON, "has_joined": True, "note": ""},
    ),
    Notice(
        kind="activity_new",
        name=_("A joint activity opens"),
        rule=_("Who takes part in its circle, when one can join from then on; not who opened it."),
        weight=Weight.TELLS,
        key="activity",
        sample={**ACTIVITY, "kind": "tender", "join_before": DAY},
    ),
    Notice(
        kind="activity_closing",
        name=_("The last day to join comes near"),
        rule=_("Who takes part in the circle and whose organisation did not join, a week before the last day, once."),
        weight=Weight.TELLS,
        key="activity:day",
        sample={**ACTIVITY, "join_before": DAY},
    ),
    Notice(
        kind="handbook_review",
        name=_("A handbook is to be reviewed"),
        rule=_("Its contact, and otherwise the coordinator of the circle, when the day to review it has come."),
        weight=Weight.PERSONAL,
        key="activity:day",
        sample={**ACTIVITY, "version": "2.1", "review_by": DAY},
    ),
    Notice(
        kind="pool_entry",
        name=_("Staff is offered or asked for"),
        rule=_("Who takes part in the circle of the staff pool; not who wrote it."),
        weight=Weight.TELLS,
        key="entry",
        sample={
            **ACTIVITY,
            "kind": "offer",
            "title": "BAG-beheerder",
            "organisation": ORGANISATION,
            "hours": 16,
            "skills": ["BAG"],
        },
    ),
)
