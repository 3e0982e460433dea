import pytest
from django.urls import reverse

from meetings.models import AgendaItem, Document, Meeting, Minutes, Preparation, Topic
from tests.factories import (
    InvitationFactory,
    MeetingFactory,
    OrganisationFactory,
    PersonFactory,
    PreparationFactory,
    SectorYearFactory,
    TopicFactory,
    admin_user,
    editor_user,
)
from tests.filling import add_row, errors_of, filled


@pytest.fixture
def editor(client, db):
    client.force_login(editor_user())
    return client


def page(row):
    return reverse(f"admin:meetings_{row._meta.model_name}_change", args=[row.pk])


def form_of(editor, row):
    return filled(editor.get(page(row)), f"{row._meta.model_name}_form")


def message(model, name):
    return next(str(each.get_violation_error_message()) for each in model._meta.constraints if each.name.endswith(name))


def preparation(**changes):
    return {"opens_on": "2027-03-22", "input_closes_on": "2027-04-06", "settle_by": "2027-04-08"} | changes


def test_meeting_is_edited_on_one_page(editor):
    meeting, person = MeetingFactory(), PersonFactory()
    data = form_of(editor, meeting)
    add_row(data, "preparation", **preparation())
    add_row(data, "agenda_items", position=1, title="Opening", minutes=10, presenter=person.pk)
    add_row(data, "presenters", person=person.pk, organisation=OrganisationFactory().pk)
    add_row(data, "decisions", position=1, text="Wij doen mee.")
    add_row(data, "actions", text="Rondsturen", owner=person.pk, due="2027-05-01")
    add_row(data, "minutes", text="<p>Goed</p><script>alert(1)</script>")
    add_row(data, "documents", title="Nota", link="https://example.org", visibility="public")

    response = editor.post(page(meeting), data)

    assert response.status_code == 302
    parts = ("agenda_items", "presenters", "decisions", "actions", "documents")
    assert [getattr(meeting, part).count() for part in parts] == [1] * 5
    assert meeting.minutes.text == "<p>Goed</p>"
    assert meeting.preparation.meeting == meeting


def test_meeting_is_added_without_a_date(editor):
    address = reverse("admin:meetings_meeting_add")
    data = filled(editor.get(address), "meeting_form") | {"sector_year": SectorYearFactory().pk, "number": "3"}

    response = editor.post(address, data)

    assert response.status_code == 302
    assert list(Meeting.objects.values_list("number", "starts", "state")) == [(3, None, "draft")]


NEW = {"starts_0": "2027-04-22", "starts_1": "13:30", "ends_0": "2027-04-22", "ends_1": "16:00"}


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        (NEW | {"ends_1": "13:00"}, "times_in_order"),
        ({"state": "scheduled"}, "scheduled_with_date"),
        (NEW | {"state": "cancelled"}, "reason"),
        ({"state_reason": "IJzel"}, "reason"),
    ],
)
def test_new_meeting_against_the_rules_is_refused_in_words(editor, changes, rule):
    address = reverse("admin:meetings_meeting_add")
    data = filled(editor.get(address), "meeting_form") | {"sector_year": SectorYearFactory().pk, "number": "3"}

    response = editor.post(address, data | changes)

    assert errors_of(response) == [message(Meeting, rule)]
    assert not Meeting.objects.exists()


def test_date_place_and_state_of_a_meeting_are_left_to_its_own_page(editor):
    meeting = MeetingFactory(place="Stadhuis")
    tried = NEW | {"place": "Elders", "state": "cancelled", "state_reason": "IJzel", "title": "Anders"}

    editor.post(page(meeting), form_of(editor, meeting) | tried)

    now = Meeting.objects.get()
    assert (now.title, now.place, now.state, now.starts) == ("Anders", "Stadhuis", "scheduled", meeting.starts)
    assert now.version == meeting.version + 1


@pytest.mark.parametrize(("make", "leads"), [(editor_user, False), (admin_user, True)])
def test_page_that_moves_is_linked_for_who_may(client, db, settings, make, leads):
    settings.MFA_REQUIRED = "none"
    meeting = MeetingFactory()
    client.force_login(make())

    address = client.get(page(meeting)).context["acting_url"]

    assert address == (f"/bijeenkomsten/{meeting.pk}/wijzigen/" if leads else "")


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"number": ""}, "number_with_year"),
        ({"sector_year": ""}, "number_with_year"),
        ({"capacity": "0"}, "capacity"),
    ],
)
def test_meeting_against_the_rules_is_refused_in_words(editor, changes, rule):
    meeting = MeetingFactory()

    response = editor.post(page(meeting), form_of(editor, meeting) | changes | {"title": "Anders"})

    assert errors_of(response) == [message(Meeting, rule)]
    assert not Meeting.objects.filter(title="Anders").exists()


def test_topic_of_a_meeting_is_renamed_there_and_not_unscheduled(editor):
    topic = TopicFactory(meeting=MeetingFactory(), state=Topic.State.SCHEDULED)
    data = form_of(editor, topic.meeting)
    added = {"topics-1-title": "Energie", "topics-1-sector": topic.sector.pk, "topics-TOTAL_FORMS": "2"}

    editor.post(page(topic.meeting), data | {"topics-0-title": "Archief", "topics-0-state": "idea"} | added)

    assert list(Topic.objects.values_list("title", "state")) == [("Archief", "scheduled")]


def test_meeting_cannot_be_prepared_in_itself(editor):
    meeting = PreparationFactory().meeting
    data = form_of(editor, meeting) | {"preparation-0-discussed_in": meeting.pk}

    response = editor.post(page(meeting), data)

    assert errors_of(response) == [message(Preparation, "not_in_itself")]


def test_preparation_in_disorder_is_refused(editor):
    meeting = MeetingFactory()
    data = form_of(editor, meeting)
    add_row(data, "preparation", **preparation(opens_on="2027-04-07"))

    response = editor.post(page(meeting), data)

    assert errors_of(response) == [message(Preparation, "dates_in_order")]


def test_second_minutes_are_refused(editor):
    meeting = MeetingFactory()
    data = form_of(editor, meeting)
    for text in ("<p>Een</p>", "<p>Twee</p>"):
        add_row(data, "minutes", text=text)

    response = editor.post(page(meeting), data)

    assert response.status_code == 200
    assert not Minutes.objects.exists()


@pytest.mark.parametrize("row", [{"title": "Nota"}, {"title": "No\0ta", "link": "https://example.org"}])
def test_impossible_document_is_refused(editor, row):
    meeting = MeetingFactory()
    data = form_of(editor, meeting)
    add_row(data, "documents", visibility="public", **row)

    response = editor.post(page(meeting), data)

    assert response.status_code == 200
    assert not Document.objects.exists()


@pytest.mark.parametrize("minutes", ["0", "721", "-5", "99999999999999999999", "x"])
def test_impossible_length_is_refused(editor, minutes):
    meeting = MeetingFactory()
    data = form_of(editor, meeting)
    add_row(data, "agenda_items", position=1, title="Opening", minutes=minutes)

    response = editor.post(page(meeting), data)

    assert response.status_code == 200
    assert not AgendaItem.objects.exists()


def test_topic_page_decides_what_becomes_of_a_topic(editor):
    topic = TopicFactory()
    response = editor.get(page(topic))

    editor.post(page(topic), filled(response, "topic_form") | {"state": "declined", "state_reason": "Te groot"})

    assert topic.get_absolute_url() in response.text
    assert list(Topic.objects.values_list("state", "state_reason")) == [("idea", "")]


def test_organisation_supports_a_topic_once(editor):
    topic, organisation = TopicFactory(), OrganisationFactory()
    data = form_of(editor, topic)
    for _time in range(2):
        add_row(data, "supports", organisation=organisation.pk)

    response = editor.post(page(topic), data)

    assert response.status_code == 200
    assert not topic.supports.exists()


def test_topics_show_their_support(editor):
    topic = TopicFactory()
    for _time in range(2):
        topic.supports.create(organisation=OrganisationFactory())

    response = editor.get(reverse("admin:meetings_topic_changelist"))

    assert [each.support_count for each in response.context["cl"].result_list] == [2]


def test_delivery_ledger_is_not_for_editors(editor):
    assert editor.get(page(InvitationFactory())).status_code == 403
