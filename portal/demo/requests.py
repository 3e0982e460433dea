"""Who knocks at the door of the demonstration: requests that wait, one that was refused, and an open invitation."""

from datetime import date, time, timedelta
from hashlib import sha256
from typing import NamedTuple

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password

from members.entrance import new_invitation_token
from members.models import MemberRequest, Organisation, Person, PersonInvitation, User
from portal.demo import PASSWORD, WAITING_LOGIN
from portal.demo.people import HAVE_THEIR_OWN, Seated
from portal.demo.store import store
from portal.demo.timing import moment
from sectors.models import SeatWish, Sector

DECISION = ("state", "reason", "decided_at", "decided_by", "carried_out_at")  # not undone by a second load

MOVING_FROM, MOVING_TO = "water", "Gemeente Assen"


class Knock(NamedTuple):
    """Somebody with an account and no person asks to come in, some days ago; refused with a reason, or waiting."""

    email: str
    name: str
    job_title: str
    organisation: str
    days: int
    wishes: tuple[str, ...] = ()
    note: str = ""
    refusal: str = ""


KNOCKS = (
    Knock(
        WAITING_LOGIN.email,
        WAITING_LOGIN.person,
        "Adviseur informatievoorziening",
        "Gemeente Assen",
        days=2,
        wishes=("overheden", "veiligheid"),
        note="Ik volg Margriet Meerkoet op in de werkgroep. Zij weet ervan.",
    ),
    Knock(
        "wubbo.wierdeweg@example.org",
        "Wubbo Wierdeweg",
        "Officier van dienst",
        "Veiligheidsregio Groningen",
        days=1,
        wishes=("veiligheid",),
    ),
    Knock(
        "harm.hunebedman@example.org",
        "Harm Hunebedman",
        "Accountmanager",
        "Gemeente Emmen",
        days=15,
        refusal="U werkt voor een leverancier van de gemeente. Meedoen kan alleen wie bij de gemeente zelf werkt.",
    ),
)


def load_requests(
    organisations: dict[str, Organisation], sectors: dict[str, Sector], seats: Seated, today: date
) -> None:
    """Write requests and an invitation, with the accounts that they are of, only while DEBUG is on."""
    if not settings.DEBUG:
        return
    mover = _mover(seats)
    accounts = _accounts([*(knock.email for knock in KNOCKS), mover.email], today)
    Person.objects.filter(pk=mover.pk).update(account=accounts[mover.email])
    manager, editor = (User.objects.get(email=f"{name}@example.org") for name in ("manager", "editor"))
    joining = [_joining(knock, accounts[knock.email], organisations, manager, today) for knock in KNOCKS]
    moving = _moving(mover, accounts[mover.email], organisations[MOVING_TO], today)
    stored = store([*joining, moving], key=["account"], once=DECISION)
    wishes = [(asked, slug) for asked, knock in zip(stored, KNOCKS, strict=False) for slug in knock.wishes]
    store([SeatWish(request=asked, sector=sectors[slug]) for asked, slug in wishes], key=["request", "sector"])
    _load_invitation(organisations["Hogeschool Voorbeeldstad"], editor, today)


def _joining(
    knock: Knock, account: User, organisations: dict[str, Organisation], manager: User, today: date
) -> MemberRequest:
    asked = MemberRequest(
        account=account,
        name=knock.name,
        job_title=knock.job_title,
        organisation=organisations[knock.organisation],
        note=knock.note,
        asked_at=moment(today - timedelta(days=knock.days), time(10, 5)),
    )
    if knock.refusal:
        asked.state, asked.reason, asked.decided_by = MemberRequest.State.REFUSED, knock.refusal, manager
        asked.decided_at = moment(today - timedelta(days=knock.days - 1), time(8, 50))
    return asked


def _moving(mover: Person, account: User, organisation: Organisation, today: date) -> MemberRequest:
    return MemberRequest(
        kind=MemberRequest.Kind.MOVING,
        account=account,
        name=mover.name,
        job_title=mover.job_title,
        organisation=organisation,
        asked_at=moment(today - timedelta(days=3), time(13, 20)),
        moves_on=today + timedelta(days=30),
    )


def _mover(seats: Seated) -> Person:
    """Return somebody made up with a seat in a sector in which the new organisation takes no part."""
    seated = sorted(
        (person.name, person.pk) for person, _since in seats[MOVING_FROM] if person.name not in HAVE_THEIR_OWN
    )
    return Person.objects.get(pk=seated[0][1])


def _accounts(emails: list[str], today: date) -> dict[str, User]:
    made = moment(today - timedelta(days=20), time(9))
    password = make_password(PASSWORD)
    users = store(
        [User(email=email, password=password, date_joined=made) for email in emails],
        key=["email"],
        once=["password", "date_joined", "last_login"],
    )
    store([EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users], key=["email"])
    return {user.email: user for user in users}


def _load_invitation(organisation: Organisation, by: User, today: date) -> None:
    invitation = PersonInvitation(
        email="tjitske.terpzicht@hogeschool-voorbeeldstad.example.org",
        name="Tjitske Terpzicht",
        organisation=organisation,
        invited_by=by,
        invited_at=moment(today - timedelta(days=4), time(11)),
        expires_at=moment(today + timedelta(days=10), time(11)),
        token_hash=sha256(new_invitation_token().encode()).hexdigest(),
    )
    answered = ("accepted_at", "accepted_by", "withdrawn_at")
    store([invitation], key=["email"], once=["token_hash", *answered])
