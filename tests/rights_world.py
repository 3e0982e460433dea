"""The cast and the scenery of the walk past every address: all objects belong to sector A, one role comes from B."""

from datetime import date, timedelta
from hashlib import sha256

from django.contrib import admin
from django.db import connection
from django.utils import timezone

from meetings.answering.tokens import token_of
from meetings.models import ActionItem, Contribution, Correction, Document, Invitation, Meeting, Presenter, Topic
from members.models import CalendarLink, MemberRequest, Network, PersonInvitation
from members.unsubscribing import Unsubscribing, unsubscribe_token
from portal.models import Article, DataExport
from programmes.aftercare.tokens import token_of as life_sign_token
from programmes.handing_over.tokens import token_of as handover_token
from programmes.models import (
    ActivityParticipant,
    CircleRequest,
    Handover,
    JointActivity,
    LifeSign,
    Outcome,
    PoolEntry,
    ProgrammeDecision,
    ProgrammeLeader,
    ProgrammeParticipant,
    Workstream,
)
from sectors.models import Seat
from tests.factories import (
    FACTORIES,
    ActionItemFactory,
    AgendaItemFactory,
    AppointmentFactory,
    ArticleFactory,
    AttendanceFactory,
    CalendarLinkFactory,
    CirclePageFactory,
    CircleRequestFactory,
    ContributionFactory,
    CorrectionFactory,
    DataExportFactory,
    DecisionFactory,
    DocumentFactory,
    FocusPointFactory,
    GuestFactory,
    HandoverFactory,
    IdentityProviderFactory,
    InvitationFactory,
    KnowledgeCircleFactory,
    LifeSignFactory,
    MeetingFactory,
    MemberRequestFactory,
    MinutesFactory,
    NetworkFactory,
    OrganisationFactory,
    OutcomeFactory,
    PersonFactory,
    PersonInvitationFactory,
    PlatformFactory,
    PoolEntryFactory,
    PreparationFactory,
    PresenterFactory,
    ProgrammeDecisionFactory,
    ProgrammeFactory,
    ProgrammeLeaderFactory,
    ProgrammeParticipantFactory,
    SeatFactory,
    SectorFactory,
    SectorMembershipFactory,
    SectorYearFactory,
    TopicFactory,
    TopicOfferFactory,
    TopicSupportFactory,
    UserFactory,
    WorkstreamFactory,
    admin_user,
    chair_user,
    editor_user,
    manager_user,
    member_user,
    moment,
)

TOKEN = "a-word-that-nobody-guesses"
NOBODY_THERE = "http://localhost:9"
OURS = ("members", "sectors", "meetings", "programmes", "portal")
VOLATILE = ("members_securityevent", "members_securityorigin")


class World:
    """A sector with everything that can belong to one, and who looks at it."""

    def __init__(self):
        NetworkFactory()
        self.sector, self.other_sector = SectorFactory(slug="a"), SectorFactory(slug="b")
        self.organisation, self.elsewhere = OrganisationFactory(slug="a"), OrganisationFactory(slug="b")
        SectorMembershipFactory(sector=self.sector, organisation=self.organisation)
        SectorMembershipFactory(sector=self.other_sector, organisation=self.elsewhere)
        self.year = SectorYearFactory(sector=self.sector, year=timezone.localdate().year)
        self.meeting = self._meeting(1, Meeting.State.SCHEDULED)
        self.network_meeting = self._meeting(2, Meeting.State.SCHEDULED, Meeting.Visibility.NETWORK)
        self.draft = self._meeting(3, Meeting.State.DRAFT)
        self.programme, self.circle = ProgrammeFactory(slug="a"), KnowledgeCircleFactory(slug="a")
        self.people = {name: make() for name, make in self.cast().items()}
        type(self.people["chair"].person).objects.filter(account=self.people["chair"]).update(email="an@example.org")
        self.colleague = PersonFactory(organisation=self.organisation, account=UserFactory())
        self.rows = self._rows()

    def cast(self):
        """Return how each role's account is made."""
        return {
            "visitor": lambda: None,
            "waiting": UserFactory,
            "other": lambda: member_user(self.elsewhere),
            "member": lambda: member_user(self.organisation),
            "chair": lambda: chair_user(self.sector, self.organisation),
            "manager": lambda: manager_user(self.sector, self.organisation),
            "editor": editor_user,
            "admin": admin_user,
            "stranger": lambda: manager_user(self.other_sector, self.elsewhere),
            "leader": self._leader,
        }

    def _leader(self):
        person = member_user(self.elsewhere).person
        ProgrammeLeaderFactory(programme=self.programme, person=person)
        return person.account

    def _meeting(self, number, state, visibility=Meeting.Visibility.PUBLIC):
        starts = timezone.now() + timedelta(days=20 + number)
        meeting = MeetingFactory(
            sector_year=self.year,
            number=number,
            state=state,
            visibility=visibility,
            starts=starts,
            ends=starts + timedelta(hours=2),
        )
        today = timezone.localdate()
        PreparationFactory(
            meeting=meeting,
            opens_on=today - timedelta(days=2),
            input_closes_on=today + timedelta(days=5),
            settle_by=today + timedelta(days=8),
        )
        return meeting

    def _rows(self):
        """Return one row of every model, of sector or programme A wherever that can be."""
        meeting, person = self.meeting, self.colleague
        topic = TopicFactory(sector=self.sector)
        article = ArticleFactory(slug="a", published_at=moment(date(2020, 1, 2)))
        article.sectors.add(self.sector)
        given = [
            *(self.sector, self.organisation, self.year, self.programme, self.circle),
            *(person, meeting, topic, article),
            *self._programme_rows(),
            self.organisation.network_memberships.first(),
            self.sector.memberships.first(),
            AppointmentFactory(sector=self.sector, person=person),
            SeatFactory(sector=self.sector, person=self.people["member"].person),
            FocusPointFactory(sector_year=self.year),
            TopicSupportFactory(topic=topic, organisation=self.organisation),
            TopicOfferFactory(topic=topic, person=person),
            meeting.preparation,
            *(make(meeting=meeting) for make in (AgendaItemFactory, DecisionFactory, DocumentFactory, GuestFactory)),
            CorrectionFactory(minutes=MinutesFactory(meeting=meeting), person=person),
            meeting.minutes,
            ContributionFactory(meeting=meeting, person=person),
            PresenterFactory(meeting=meeting, organisation=self.organisation),
            AttendanceFactory(meeting=meeting, person=person),
            ActionItemFactory(meeting=meeting, owner=person),
            IdentityProviderFactory(slug="a", organisation=self.organisation, issuer=NOBODY_THERE),
            InvitationFactory(meeting=meeting, person=person),
            CalendarLinkFactory(person=self.people["member"].person, token_hash=sha256(TOKEN.encode()).hexdigest()),
            MemberRequestFactory(organisation=self.organisation),
            PersonInvitationFactory(organisation=self.organisation, token_hash=sha256(TOKEN.encode()).hexdigest()),
            DataExportFactory(account=person.account, made_at=timezone.now(), content=b"PK"),
        ]
        found = {type(row): row for row in [*given, Network.objects.get()]}
        missing = [model for model in admin.site._registry if model in FACTORIES and model not in found]
        return found | {model: FACTORIES[model]() for model in missing}

    def _programme_rows(self):
        """Return those of programme A and of its circle."""
        outcome = OutcomeFactory(programme=self.programme)
        workstream = WorkstreamFactory(outcome=outcome)
        return [
            outcome,
            workstream,
            HandoverFactory(
                programme=self.programme,
                workstream=workstream,
                contact=self.people["member"].person,
                asked_at=timezone.now(),
                asked_round=1,
            ),
            LifeSignFactory(handover__contact=self.people["member"].person),
            PlatformFactory(slug="a", programme=self.programme),
            CircleRequestFactory(circle=self.circle, person=self.colleague),
            CirclePageFactory(circle=self.circle, slug="a"),
            ProgrammeDecisionFactory(programme=self.programme),
            ProgrammeParticipantFactory(programme=self.programme),
            ProgrammeLeaderFactory(programme=self.programme, is_deputy=True),
            PoolEntryFactory(organisation=self.organisation),
        ]

    def address(self, route):
        """Return an address of a route: each of its placeholders stands for something of sector A."""
        address = OWN_WORDS.get(route, route).partition("#")[0]
        for placeholder, value in self._values(route):
            address = address.replace(placeholder, str(value))
        return address

    def _numbers(self, route):
        """Return which row the number in an address stands for, by how the address begins."""
        rows = self.rows
        case = route.partition("#")[2]
        meetings = {"": self.meeting, "network": self.network_meeting, "draft": self.draft}
        return {
            "/overdrachten/": rows[Handover].pk,
            "/mijn/overdrachten/": rows[Handover].pk,
            "/mijn/leeft/": rows[LifeSign].pk,
            "/bijeenkomsten/": meetings.get(case, self.meeting).pk,
            "/documenten/": rows[Document].pk,
            "/acties/": rows[ActionItem].pk,
            "/correcties/": rows[Correction].pk,
            "/onderwerpen/": rows[Topic].pk,
            "/inbreng/": rows[Contribution].pk,
            "/sprekers/": rows[Presenter].pk,
            "/contact/": self.people["chair"].person.pk,
            "/personen/": self.colleague.pk,
            "/mijn/zetels/": rows[Seat].pk,
            "/nieuws/schrijven/": rows[Article].pk,
            "/mijn/agenda/": rows[CalendarLink].pk,
            "/mijn/gegevens/": rows[DataExport].pk,
            "/activiteiten/": rows[JointActivity].pk,
            "/kenniskringen/": rows[CircleRequest].pk,
            "/programmas/<slug:slug>/verloop/plaatsvervangers/": rows[ProgrammeLeader].pk,
            "/programmas/<slug:slug>/verloop/deelnemers/": rows[ProgrammeParticipant].pk,
            "/programmas/<slug:slug>/besluiten/": rows[ProgrammeDecision].pk,
            "/programmas/<slug:slug>/wensbeelden/sporen/": rows[Workstream].pk,
            "/programmas/<slug:slug>/wensbeelden/": rows[Outcome].pk,
            "/deelnames/": rows[ActivityParticipant].pk,
            "/pool/": rows[PoolEntry].pk,
            "/aanvragen/uitnodigen/": rows[PersonInvitation].pk,
            "/aanvragen/<": rows[MemberRequest].pk,
        }

    def _values(self, route):
        number = next((pk for start, pk in self._numbers(route).items() if route.startswith(start)), 1)
        year = 2020 if route.startswith("/nieuws/") else self.year.year
        key = self.meeting.pk if route.startswith("/deelbeeld/bijeenkomsten/") else "a"
        return [
            *(
                ("<int:pk>", number),
                ("<slug:slug>", "a"),
                ("<slug:page>", "a"),
                ("<slug:key>", key),
                ("<year:year>", year),
            ),
            *(("<str:token>", self._token(route)), ("<slug:provider_id>", "a"), ("<path:name>", "news/none.png")),
            ("<slug:table>", "sectoren" if route.startswith("/bureau/") else "groei"),
            ("<path:rest>", "login/"),
            ("<slug:step>", "oprichten"),
        ]

    def _token(self, route):
        if route.startswith("/afmelden/"):
            return unsubscribe_token(Unsubscribing(self.rows[Seat].person_id, "digest"))
        if route.startswith("/overdracht/<"):
            return handover_token(self.rows[Handover])
        if route.startswith("/overdracht/leeft/"):
            return life_sign_token(self.rows[LifeSign], self.people["member"].person)
        if route.startswith("/antwoord/"):
            return token_of(self.rows[Invitation])
        return TOKEN


OWN_WORDS = {
    r"/account/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "/account/password/reset/key/1-set/",
    r"/account/oidc/^(?P<provider_id>[^/]+)/login/": "/account/oidc/a/login/",
    r"/account/oidc/^(?P<provider_id>[^/]+)/login/callback/": "/account/oidc/a/login/callback/",
}


def written():
    """Return how many rows the apps wrote so far; the security log, which notes refusals, does not count."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_user_tables"
            " WHERE split_part(relname, '_', 1) = ANY(%s) AND NOT relname = ANY(%s)",
            [list(OURS), list(VOLATILE)],
        )
        return cursor.fetchone()[0]
