"""Every constraint of every model is broken here, once against the database and once in a form."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from factory import SubFactory
from pghistory.models import Event

from meetings.models import Attendance, Meeting, Topic
from members.models import MemberRequest, OutboxMessage
from programmes.models import Handover, Programme
from sectors.models import Appointment, FocusPoint
from tests.breaches import check, rival, values
from tests.factories import (
    DAY,
    FACTORIES,
    AgendaItemFactory,
    AppointmentFactory,
    ArticleFactory,
    AttendanceFactory,
    BouncedAddressFactory,
    CalendarLinkFactory,
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
    MailingFactory,
    MeetingFactory,
    MemberRequestFactory,
    MinutesFactory,
    NetworkFactory,
    NetworkMembershipFactory,
    NotificationFactory,
    OrganisationFactory,
    OutboxMessageFactory,
    PersonFactory,
    PersonInvitationFactory,
    PreparationFactory,
    PresenterFactory,
    ProgrammeDecisionFactory,
    ProgrammeFactory,
    SeatFactory,
    SeatWishFactory,
    SectorFactory,
    SectorMembershipFactory,
    SectorYearFactory,
    SecurityEventFactory,
    TopicFactory,
    TopicOfferFactory,
    TopicSupportFactory,
    UserFactory,
    moment,
)
from tests.programmes.breaches import OF_PROGRAMMES

OURS = ("members", "sectors", "meetings", "programmes", "portal")
EVERY_MODEL = [model for label in OURS for model in apps.get_app_config(label).get_models()]
MODELS = [model for model in EVERY_MODEL if not (issubclass(model, Event) or model._meta.proxy)]  # no history
CONSTRAINTS = {constraint.name: constraint for model in MODELS for constraint in model._meta.constraints}
UNIQUE_FIELDS = [
    each
    for model in MODELS
    for each in model._meta.concrete_fields
    if each.unique and not each.primary_key and not isinstance(each, models.GeneratedField)
]


class NumberedDecisionFactory(DecisionFactory):
    sector_year = SubFactory(SectorYearFactory)
    number = 1


LATER = moment(DAY + timedelta(days=1))

MEMBERS = [
    check("members_network_only_one", NetworkFactory, id=2),
    rival("members_organisation_name", OrganisationFactory, other={"name": "Ameland"}, name="AMELAND"),
    rival("members_organisation_official_code", OrganisationFactory, "official_code", other={"official_code": "PV20"}),
    check("members_organisation_not_its_own_successor", OrganisationFactory, succeeded_by=lambda row: row),
    check("members_organisation_coordinates", OrganisationFactory, latitude=53),
    check("members_organisation_coordinates", OrganisationFactory, longitude=6),
    rival("members_networkmembership_no_overlap", NetworkMembershipFactory, "organisation"),
    rival("members_user_email", UserFactory, other={"email": "an@example.org"}, email="An@Example.org"),
    rival("members_person_email", PersonFactory, other={"email": "an@example.org"}, email="AN@example.org"),
    rival("members_notification_told_once", NotificationFactory, "person", "key"),
    check("members_notification_about_in_pairs", NotificationFactory, about_id=1),
    check(
        "members_notification_about_in_pairs",
        NotificationFactory,
        about_type=ContentType.objects.get_for_model,
    ),
    rival(
        "members_bouncedaddress_address",
        BouncedAddressFactory,
        other={"address": "an@example.org"},
        address="AN@example.org",
    ),
    check("members_calendarlink_hash", CalendarLinkFactory, token_hash="secret"),
    check("members_outboxmessage_sent_with_moment", OutboxMessageFactory, state=OutboxMessage.State.SENT),
    check("members_outboxmessage_sent_with_moment", OutboxMessageFactory, sent_at=moment()),
    check("members_outboxmessage_has_content", OutboxMessageFactory, template=""),
    check("members_person_erased_has_no_details", PersonFactory, erased_at=moment(), email="an@example.org"),
    check("members_person_erased_has_no_details", PersonFactory, erased_at=moment(), email="", account=UserFactory),
    check("members_identityprovider_https", IdentityProviderFactory, issuer="http://login.example.org"),
]
ENTRY = [
    rival("members_memberrequest_one_waiting", MemberRequestFactory, "account"),
    check("members_memberrequest_decided_in_pairs", MemberRequestFactory, state=MemberRequest.State.APPROVED),
    check("members_memberrequest_decided_in_pairs", MemberRequestFactory, decided_at=moment()),
    check("members_memberrequest_decided_in_pairs", MemberRequestFactory, decided_by=UserFactory),
    check(
        "members_memberrequest_refused_with_reason",
        MemberRequestFactory,
        state=MemberRequest.State.REFUSED,
        decided_at=moment(),
        decided_by=UserFactory,
    ),
    check("members_memberrequest_moving_has_a_day", MemberRequestFactory, kind=MemberRequest.Kind.MOVING),
    check("members_memberrequest_moving_has_a_day", MemberRequestFactory, moves_on=DAY),
    check("members_memberrequest_moving_has_a_day", MemberRequestFactory, successor=PersonFactory),
    check("members_memberrequest_carried_out_when_approved", MemberRequestFactory, carried_out_at=moment()),
    rival(
        "members_personinvitation_one_open",
        PersonInvitationFactory,
        other={"email": "an@example.org"},
        email="An@Example.org",
    ),
    check("members_personinvitation_accepted_in_pairs", PersonInvitationFactory, accepted_at=moment()),
    check("members_personinvitation_accepted_in_pairs", PersonInvitationFactory, accepted_by=UserFactory),
    check(
        "members_personinvitation_accepted_in_pairs",
        PersonInvitationFactory,
        accepted_at=moment(),
        accepted_by=UserFactory,
        withdrawn_at=moment(),
    ),
    check("members_securityevent_about_in_pairs", SecurityEventFactory, pk=None, about_id=1),
    check("members_securityevent_about_in_pairs", SecurityEventFactory, pk=None, about_model="members.person"),
]
SECTORS = [
    rival("sectors_sector_name", SectorFactory, other={"name": "Overheden"}, name="overheden"),
    check("sectors_sector_usual_minutes", SectorFactory, usual_minutes=14, speaks="usual_minutes"),
    check("sectors_sector_usual_minutes", SectorFactory, usual_minutes=721, speaks="usual_minutes"),
    check("sectors_sector_image_with_alt", SectorFactory, image="sectors/a.png"),
    rival(
        "sectors_appointment_one_programme_manager",
        AppointmentFactory,
        "sector",
        "role",
        other={"role": Appointment.Role.PROGRAMME_MANAGER},
    ),
    rival("sectors_appointment_no_overlap", AppointmentFactory, "sector", "person", role=Appointment.Role.DEPUTY),
    rival("sectors_sectormembership_no_overlap", SectorMembershipFactory, "sector", "organisation"),
    rival("sectors_seat_no_overlap", SeatFactory, "sector", "person"),
    rival("sectors_sectoryear_once", SectorYearFactory, "sector", "year"),
    check("sectors_sectoryear_plausible", SectorYearFactory, year=1989, speaks="year"),
    check("sectors_sectoryear_plausible", SectorYearFactory, year=2101, speaks="year"),
    check("sectors_focuspoint_achieved_with_result", FocusPointFactory, state=FocusPoint.State.ACHIEVED),
    rival("sectors_seatwish_once", SeatWishFactory, "request", "sector"),
]
MEETINGS = [
    rival("meetings_meeting_number_in_year", MeetingFactory, "sector_year", "number"),
    check("meetings_meeting_number_with_year", MeetingFactory, sector_year=None),
    check("meetings_meeting_number_with_year", MeetingFactory, number=None),
    check("meetings_meeting_number_with_year", MeetingFactory, number=0, speaks="number"),
    check("meetings_meeting_times_in_order", MeetingFactory, ends=moment()),
    check("meetings_meeting_times_in_order", MeetingFactory, ends=None),
    check("meetings_meeting_times_in_order", MeetingFactory, state=Meeting.State.DRAFT, starts=None),
    check("meetings_meeting_scheduled_with_date", MeetingFactory, starts=None, ends=None),
    check("meetings_meeting_reason", MeetingFactory, state=Meeting.State.CANCELLED),
    check("meetings_meeting_reason", MeetingFactory, state=Meeting.State.NOT_HELD),
    check("meetings_meeting_reason", MeetingFactory, state_reason="IJzel"),
    check("meetings_meeting_capacity", MeetingFactory, capacity=0),
    rival(
        "meetings_topic_one_scheduled",
        TopicFactory,
        "meeting",
        other={"state": Topic.State.SCHEDULED, "meeting": MeetingFactory},
        state=Topic.State.SCHEDULED,
    ),
    check("meetings_topic_meeting", TopicFactory, state=Topic.State.SCHEDULED),
    check("meetings_topic_meeting", TopicFactory, state=Topic.State.PRESENTED),
    check("meetings_topic_meeting", TopicFactory, meeting=MeetingFactory),
    check("meetings_topic_declined_with_reason", TopicFactory, state=Topic.State.DECLINED),
    check("meetings_topic_merged", TopicFactory, state=Topic.State.MERGED),
    check("meetings_topic_merged", TopicFactory, merged_into=TopicFactory),
    check("meetings_topic_not_into_itself", TopicFactory, state=Topic.State.MERGED, merged_into=lambda row: row),
    rival("meetings_topicsupport_one_voice", TopicSupportFactory, "topic", "organisation"),
    check("meetings_preparation_dates_in_order", PreparationFactory, opens_on=date(2027, 4, 7)),
    check("meetings_preparation_dates_in_order", PreparationFactory, settle_by=date(2027, 4, 5)),
    check("meetings_preparation_settled_in_pairs", PreparationFactory, settled_at=moment()),
    check("meetings_preparation_settled_in_pairs", PreparationFactory, settled_by=PersonFactory),
    check("meetings_preparation_waived_together", PreparationFactory, waived_at=moment()),
    check("meetings_preparation_waived_together", PreparationFactory, waived_reason="Zomer"),
    check(
        "meetings_preparation_waived_together",
        PreparationFactory,
        waived_at=moment(),
        waived_by=PersonFactory,
    ),
    check(
        "meetings_preparation_settled_or_waived",
        PreparationFactory,
        settled_at=moment(),
        settled_by=PersonFactory,
        waived_at=moment(),
        waived_by=PersonFactory,
        waived_reason="Zomer",
    ),
    check(
        "meetings_preparation_one_discussion",
        PreparationFactory,
        discussed_in=MeetingFactory,
        discussed_at=moment(),
    ),
    check("meetings_preparation_not_in_itself", PreparationFactory, discussed_in=lambda row: row.meeting),
    check("meetings_contribution_says_something", ContributionFactory, text="", speaks="text"),
    rival("meetings_presenter_once", PresenterFactory, "meeting", "person", other={"person": PersonFactory}),
    check("meetings_presenter_someone", PresenterFactory, organisation=None),
    check("meetings_presenter_confirmed_or_declined", PresenterFactory, confirmed_at=LATER, declined_at=LATER),
    rival("meetings_guest_once", GuestFactory, "meeting", other={"name": "AN"}, name="An"),
    rival("meetings_agendaitem_special_once", AgendaItemFactory, "meeting", other={"kind": "topic"}, kind="topic"),
    rival("meetings_decision_number_in_year", NumberedDecisionFactory, "sector_year", other={"number": 1}, number=1),
    check("meetings_decision_number_with_year", DecisionFactory, number=1),
    check("meetings_decision_number_with_year", NumberedDecisionFactory, number=0),
    check("meetings_correction_says_something", CorrectionFactory, text="", speaks="text"),
    check("meetings_correction_handled_in_pairs", CorrectionFactory, handled_at=LATER),
    check("meetings_correction_handled_in_pairs", CorrectionFactory, answer="Aangepast."),
    rival("meetings_topicoffer_once", TopicOfferFactory, "topic", "person"),
    rival("meetings_attendance_once", AttendanceFactory, "meeting", "person"),
    check("meetings_attendance_answer_with_moment", AttendanceFactory, response=Attendance.Response.YES),
    check("meetings_attendance_answer_with_moment", AttendanceFactory, responded_at=moment()),
    check("meetings_attendance_substitute", AttendanceFactory, substitute=PersonFactory),
    rival("meetings_invitation_one_state", InvitationFactory, "meeting", "person"),
    rival("meetings_mailing_one_waiting", MailingFactory, "meeting"),
    check("meetings_mailing_done_or_withdrawn", MailingFactory, done_at=moment(), withdrawn_at=moment()),
    check("meetings_agendaitem_minutes", AgendaItemFactory, minutes=0),
    check("meetings_agendaitem_minutes", AgendaItemFactory, minutes=721),
    check("meetings_minutes_published_in_pairs", MinutesFactory, published_at=moment()),
    check("meetings_minutes_published_in_pairs", MinutesFactory, published_by=PersonFactory),
    check("meetings_minutes_final_after_publication", MinutesFactory, final_at=moment()),
    check(
        "meetings_minutes_final_after_publication",
        MinutesFactory,
        published_at=LATER,
        published_by=PersonFactory,
        final_at=moment(),
    ),
    check("meetings_document_file_or_link", DocumentFactory, link=""),
    check("meetings_document_file_or_link", DocumentFactory, file="documents/a.pdf"),
]
PORTAL = [
    rival("portal_article_slug", ArticleFactory, "slug"),
    check("portal_article_image_with_alt", ArticleFactory, image="news/a.png"),
    check("portal_article_withdrawn_after_publication", ArticleFactory, withdrawn_at=moment(), published_at=LATER),
    check("portal_article_withdrawn_after_publication", ArticleFactory, withdrawn_at=moment(), published_at=None),
    rival("portal_dataexport_one_waiting", DataExportFactory, "account"),
]
PERIODS = [
    check(f"{model._meta.label_lower.replace('.', '_')}_period_in_order", FACTORIES[model], since=DAY, until=DAY)
    for model in MODELS
    if f"{model._meta.label_lower.replace('.', '_')}_period_in_order" in CONSTRAINTS
]
BREACHES = [*MEMBERS, *ENTRY, *SECTORS, *MEETINGS, *OF_PROGRAMMES, *PORTAL, *PERIODS]


def test_breaches_cover_every_constraint():
    assert {breach.name for breach in BREACHES} == set(CONSTRAINTS)


@pytest.mark.parametrize("breach", BREACHES, ids=str)
def test_constraint_is_kept_by_the_database(db, breach):
    row = breach.row()

    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        row.save()

    assert caught.value.__cause__.diag.constraint_name == breach.name


@pytest.mark.parametrize("breach", BREACHES, ids=str)
def test_constraint_is_explained_by_full_clean(db, breach):
    row = breach.row()

    with pytest.raises(ValidationError) as caught:
        row.full_clean()

    said = caught.value.message_dict[breach.speaks]
    assert breach.speaks != NON_FIELD_ERRORS or CONSTRAINTS[breach.name].get_violation_error_message() in said


@pytest.mark.parametrize("constraint", CONSTRAINTS.values(), ids=lambda constraint: constraint.name)
def test_constraint_has_words_of_its_own(constraint):
    assert constraint.violation_error_message != constraint.default_violation_error_message


@pytest.mark.parametrize("unique", UNIQUE_FIELDS, ids=str)
def test_unique_field_refuses_a_second_row(db, unique):
    factory = FACTORIES[unique.model]
    first = factory() if not unique.null else factory(**{unique.name: FACTORIES[unique.related_model]()})
    second = factory()
    setattr(second, unique.attname, getattr(first, unique.attname))

    with pytest.raises(ValidationError) as caught:
        second.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()

    assert unique.name in caught.value.message_dict


@pytest.mark.parametrize(
    ("factory", "given"),
    [
        (OrganisationFactory, {"latitude": 53, "longitude": 6}),
        (OutboxMessageFactory, {"state": OutboxMessage.State.SENT, "sent_at": moment()}),
        (OutboxMessageFactory, {"template": "", "content": b"Subject: hello"}),
        (PersonFactory, {"erased_at": moment(), "email": ""}),
        (IdentityProviderFactory, {"issuer": "http://localhost:8080/"}),
        (MemberRequestFactory, {"state": "approved", "decided_at": moment(), "decided_by": UserFactory}),
        (MemberRequestFactory, {"state": "withdrawn"}),
        (MemberRequestFactory, {"kind": "moving", "moves_on": DAY, "successor": PersonFactory}),
        (PersonInvitationFactory, {"accepted_at": moment(), "accepted_by": UserFactory}),
        (PersonInvitationFactory, {"withdrawn_at": moment()}),
        (SecurityEventFactory, {"about_model": "members.person", "about_id": 1}),
        (FocusPointFactory, {"state": FocusPoint.State.ACHIEVED, "result": "Het werkt."}),
        (MeetingFactory, {"state": Meeting.State.DRAFT, "starts": None, "ends": None}),
        (MeetingFactory, {"state": Meeting.State.CANCELLED, "state_reason": "IJzel", "starts": None, "ends": None}),
        (MeetingFactory, {"sector_year": None, "number": None}),
        (TopicFactory, {"state": Topic.State.DECLINED, "state_reason": "Te groot"}),
        (PreparationFactory, {"settled_at": moment(), "settled_by": PersonFactory}),
        (PreparationFactory, {"waived_at": moment(), "waived_by": PersonFactory, "waived_reason": "Zomer"}),
        (PresenterFactory, {"organisation": None, "person": PersonFactory}),
        (AttendanceFactory, {"response": "substitute", "responded_at": moment(), "substitute": PersonFactory}),
        (MinutesFactory, {"published_at": moment(), "published_by": PersonFactory, "final_at": moment()}),
        (ProgrammeFactory, {"state": Programme.State.ENDED, "started_on": DAY, "ended_on": DAY}),
        (ProgrammeDecisionFactory, {"decided_on": None, "decided_in_year": 2013}),
        (HandoverFactory, {"kind": Handover.Kind.STEERING, "workstream": None}),
        (HandoverFactory, {"kind": Handover.Kind.STOPPED, "outside_body": ""}),
        (HandoverFactory, {"kind": Handover.Kind.ARCHIVED, "outside_body": ""}),
        (HandoverFactory, {"outside_body": "", "to_programme": ProgrammeFactory}),
        (HandoverFactory, {"accepted_at": moment(), "accepted_by": PersonFactory}),
        (HandoverFactory, {"accepted_at": moment(), "acceptance_source": "Persbericht"}),
        (ArticleFactory, {"published_at": None}),
        (ArticleFactory, {"withdrawn_at": moment()}),
        (ArticleFactory, {"image": "news/a.png", "image_alt": "De brink van Zuidlaren"}),
    ],
)
def test_row_within_the_rules_is_accepted(db, factory, given):
    row = factory(**values(given))

    row.full_clean()


@pytest.mark.parametrize("state", [Topic.State.PRESENTED, Topic.State.IDEA])
def test_meeting_may_have_topics_beside_the_scheduled_one(db, state):
    meeting = MeetingFactory()
    TopicFactory(state=Topic.State.SCHEDULED, meeting=meeting)

    topic = TopicFactory(state=state, meeting=meeting if state == Topic.State.PRESENTED else None)

    topic.full_clean()
