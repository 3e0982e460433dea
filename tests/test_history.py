"""The history in the admin: who changed what when, and the way back."""

from datetime import date

import pghistory
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.models import AgendaItem, Meeting
from members.history import event_model
from members.models import Organisation, Person, User
from sectors.models import FocusPoint, Sector, SectorMembership
from tests.factories import (
    AgendaItemFactory,
    FocusPointFactory,
    MeetingFactory,
    OrganisationFactory,
    PersonFactory,
    SectorFactory,
    SectorMembershipFactory,
    UserFactory,
    admin_user,
    editor_user,
    member_user,
)
from tests.filling import filled

ODD = ["0", "abc", "99999999999999999999999", "-1", "1_2F2"]


@pytest.fixture
def editor(client, db):
    client.force_login(editor_user())
    return client


def page(row, name="history", *args):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{name}", args=[row.pk, *args])


def way_back(row, version, page_of=None):
    """The address that puts a version of a row back, from the page of what it is part of."""
    return page(page_of or row, "put_back", type(row)._meta.label_lower, version.pgh_id)


def versions(row, **kept):
    return event_model(type(row)).objects.filter(id=row.pk, **kept).order_by("pgh_id")


def steps(response):
    return [step for act in response.context["acts"] for step in act.steps]


def changed(response):
    return {
        (step.label, each.label, each.before, each.after)
        for step in steps(response)
        for each in step.differences
        if step.kind == "update"
    }


def queries_of(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_history_tells_who_saved_the_page(client, db):
    account = editor_user()
    person = PersonFactory(name="Rixt Redactie", account=account)
    client.force_login(account)
    sector = SectorFactory(name="Water")
    data = filled(client.get(page(sector, "change")), "sector_form") | {"name": "Bodem"}

    client.post(page(sector, "change"), data)

    act = client.get(page(sector)).context["acts"][0]
    assert (act.who, act.url) == (person.name, page(sector, "change"))
    assert [(each.before, each.after) for each in act.steps[0].differences] == [("Water", "Bodem")]
    assert versions(sector).last().pgh_context["user"] == account.pk


def test_history_holds_ids_and_no_addresses_of_who_did_it(client, db):
    account = admin_user()
    client.force_login(account)
    sector = SectorFactory()

    client.post(page(sector, "change"), filled(client.get(page(sector, "change")), "sector_form") | {"name": "Bodem"})

    assert account.email not in str(versions(sector).last().pgh_context)


def test_history_tells_of_changes_outside_the_admin(editor):
    sector = SectorFactory(name="Water")
    Sector.objects.update(name="Bodem")
    with pghistory.context(command="tidy"):
        Sector.objects.update(name="Lucht")

    response = editor.get(page(sector))

    assert [act.command for act in response.context["acts"]][:2] == ["tidy", ""]
    assert "tidy" in response.content.decode()
    assert {(before, after) for *_labels, before, after in changed(response)} == {
        ("Water", "Bodem"),
        ("Bodem", "Lucht"),
    }


def test_history_is_the_newest_first(editor):
    sector = SectorFactory(name="a")
    for name in "bcd":
        Sector.objects.update(name=name)

    moments = [act.moment for act in editor.get(page(sector)).context["acts"]]

    assert moments == sorted(moments, reverse=True)


def test_history_of_a_whole_tells_of_its_parts(editor):
    meeting = MeetingFactory()
    item = AgendaItemFactory(meeting=meeting, title="Opening")
    AgendaItem.objects.update(title="Welkom")
    item.delete()

    told = [
        (step.kind, step.name) for step in steps(editor.get(page(meeting))) if step.label == item._meta.verbose_name
    ]

    assert sorted(told) == [("delete", "Welkom"), ("insert", "Opening"), ("update", "Welkom")]


def test_history_leaves_out_parts_of_others(editor):
    meeting = MeetingFactory()
    AgendaItemFactory(title="Van een ander")

    assert "Van een ander" not in editor.get(page(meeting)).content.decode()


def test_history_tells_of_links(editor):
    point = FocusPointFactory()
    partner = OrganisationFactory(name="Gemeente Assen")
    point.partners.add(partner)
    point.partners.clear()

    told = {(step.kind, step.name) for step in steps(editor.get(page(point))) if step.name == "Gemeente Assen"}

    assert told == {("insert", "Gemeente Assen"), ("delete", "Gemeente Assen")}


def test_history_of_a_year_tells_of_links_of_its_focus_points(editor):
    point = FocusPointFactory(title="Veilig delen")
    point.shared_with.add(SectorFactory(name="Water"))

    names = {step.name for step in steps(editor.get(page(point.sector_year)))}

    assert "Veilig delen: Water" in names


def test_history_shows_long_texts_word_by_word(editor):
    sector = SectorFactory(introduction="<p>Wij delen kennis.</p>")
    sector.introduction = "<p>Wij delen <strong>alle</strong> kennis.</p>"
    sector.save()

    text = editor.get(page(sector)).content.decode()

    assert "Wij delen <ins>alle </ins>kennis." in text


def test_history_escapes_what_was_written(editor):
    sector = SectorFactory(name="<script>alert(1)</script>")
    Sector.objects.update(name="<img src=x>")

    text = editor.get(page(sector)).content.decode()

    assert "<script>alert" not in text
    assert "<img src=x" not in text


def test_history_has_pages(editor):
    sector = SectorFactory()
    for number in range(50):
        Sector.objects.update(position=number + 1)

    first, last = editor.get(page(sector)), editor.get(page(sector) + "?p=2")

    assert (len(steps(first)), len(steps(last))) == (40, 11)
    assert editor.get(page(sector) + "?p=nonsense").status_code == 200


def test_history_asks_as_much_for_forty_changes_as_for_four(editor):
    meeting = MeetingFactory()
    AgendaItemFactory(meeting=meeting, presenter=PersonFactory())
    AgendaItem.objects.update(title="anders")
    Meeting.objects.update(place="Assen")
    few = queries_of(editor, page(meeting))

    AgendaItemFactory.create_batch(8, meeting=meeting)
    for number in range(15):
        AgendaItem.objects.filter(meeting=meeting).update(presenter=PersonFactory())
        Meeting.objects.update(host=OrganisationFactory(), place=f"Zaal {number}")

    assert queries_of(editor, page(meeting)) <= few + 2  # hosts are now named too, and a page more is there


def test_history_is_not_for_members(client, db):
    sector = SectorFactory()
    client.force_login(member_user())

    assert client.get(page(sector), follow=True).status_code == 403
    assert client.get(way_back(sector, versions(sector).first()), follow=True).status_code == 403


def test_history_of_accounts_is_not_for_editors(editor):
    account = UserFactory()

    assert editor.get(page(account)).status_code == 403
    assert editor.get(way_back(account, versions(account).first())).status_code == 403


@pytest.mark.parametrize("key", ODD)
def test_history_survives_odd_keys(editor, key):
    addresses = [
        reverse("admin:sectors_sector_history", args=[key]),
        reverse("admin:sectors_sector_put_back", args=[key, "sectors.sector", 1]),
    ]

    assert {editor.get(address, follow=True).status_code for address in addresses} == {404}


@pytest.mark.parametrize("version", [0, 999, 99999999999999999999])
@pytest.mark.parametrize("model", ["sectors.sector", "auth.group", "members.user", "x", "sectors.seat"])
def test_put_back_survives_odd_versions(editor, model, version):
    sector = SectorFactory()

    assert editor.get(page(sector, "put_back", model, version)).status_code == 404


def test_put_back_refuses_versions_of_another_row(editor):
    sector, other = SectorFactory.create_batch(2)

    address = page(sector, "put_back", "sectors.sector", versions(other).first().pgh_id)

    assert editor.get(address).status_code == 404


def test_put_back_shows_first_what_changes(editor):
    sector = SectorFactory(name="Water")
    Sector.objects.update(name="Bodem")

    response = editor.get(way_back(sector, versions(sector).first()))

    assert [(each.before, each.after) for each in response.context["result"].differences] == [("Bodem", "Water")]
    assert Sector.objects.get().name == "Bodem"


def test_put_back_restores_the_earlier_values(editor):
    sector = SectorFactory(name="Water", months_without=[7])
    Sector.objects.update(name="Bodem", months_without=[])

    response = editor.post(way_back(sector, versions(sector).first()))

    assert response.url == page(sector)
    sector.refresh_from_db()
    assert (sector.name, sector.months_without) == ("Water", [7])


def test_put_back_is_part_of_the_history(editor):
    sector = SectorFactory(name="Water")
    Sector.objects.update(name="Bodem")

    editor.post(way_back(sector, versions(sector).first()))

    act = editor.get(page(sector)).context["acts"][0]
    assert act.is_return
    assert [(each.before, each.after) for each in act.steps[0].differences] == [("Bodem", "Water")]


def test_put_back_leaves_what_the_portal_counts(editor):
    meeting = MeetingFactory(title="Dijken")
    first = versions(meeting).first()
    Meeting.objects.update(title="Sluizen", ical_sequence=3, version=7)

    editor.post(way_back(meeting, first))

    meeting.refresh_from_db()
    assert (meeting.title, meeting.ical_sequence, meeting.version) == ("Dijken", 3, 7)


def test_put_back_of_what_no_longer_fits_says_why(editor):
    membership = SectorMembershipFactory(since=date(2027, 1, 1), until=date(2027, 7, 1))
    SectorMembership.objects.update(until=date(2027, 3, 1))
    SectorMembershipFactory(
        sector=membership.sector, organisation=membership.organisation, since=date(2027, 4, 1), until=None
    )

    response = editor.post(way_back(membership, versions(membership).first(), membership.sector))

    rule = next(each for each in SectorMembership._meta.constraints if each.name.endswith("no_overlap"))
    assert response.status_code == 409
    assert str(rule.violation_error_message) in response.content.decode()
    membership.refresh_from_db()
    assert membership.until == date(2027, 3, 1)


def test_put_back_makes_a_deleted_part_again(editor):
    meeting = MeetingFactory()
    item = AgendaItemFactory(meeting=meeting, title="Opening")
    pk = item.pk
    item.delete()
    item.pk = pk

    response = editor.post(way_back(item, versions(item, pgh_label="delete").get(), meeting))

    assert response.status_code == 302
    assert AgendaItem.objects.get(pk=pk).title == "Opening"


def test_put_back_makes_a_deleted_link_again(editor):
    point, partner = FocusPointFactory(), OrganisationFactory()
    point.partners.add(partner)
    point.partners.clear()
    through = FocusPoint.partners.through
    gone = event_model(through).objects.get(pgh_label="delete")

    editor.post(page(point, "put_back", through._meta.label_lower, gone.pgh_id))

    assert list(point.partners.all()) == [partner]


def test_put_back_of_a_link_that_is_there_again_says_so(editor):
    point, partner = FocusPointFactory(), OrganisationFactory()
    point.partners.add(partner)
    point.partners.clear()
    through = FocusPoint.partners.through
    gone = event_model(through).objects.get(pgh_label="delete")
    point.partners.add(partner)

    response = editor.post(page(point, "put_back", through._meta.label_lower, gone.pgh_id))

    assert response.status_code == 409
    assert point.partners.count() == 1


def test_history_of_a_deleted_row_can_be_read_and_put_back(editor):
    meeting = MeetingFactory(title="Kennisdag")
    uid, pk = meeting.ical_uid, meeting.pk
    meeting.delete()
    meeting.pk = pk

    shown = editor.get(page(meeting)).content.decode()
    editor.post(way_back(meeting, versions(meeting, pgh_label="delete").get()))

    assert "Kennisdag" in shown
    assert Meeting.objects.get(pk=pk).ical_uid == uid


def test_put_back_of_a_part_whose_whole_is_gone_is_refused(editor):
    meeting = MeetingFactory()
    item = AgendaItemFactory(meeting=meeting)
    pk, item_pk = meeting.pk, item.pk
    meeting.delete()
    meeting.pk, item.pk = pk, item_pk

    response = editor.post(way_back(item, versions(item, pgh_label="delete").get(), meeting))

    assert response.status_code == 409
    assert not AgendaItem.objects.exists()


def test_deleted_accounts_are_not_made_again(client, db):
    client.force_login(admin_user())
    account = UserFactory()
    pk = account.pk
    account.delete()
    account.pk = pk

    assert [step.can_return for step in steps(client.get(page(account))) if step.kind == "delete"] == [False]
    assert client.post(way_back(account, versions(account, pgh_label="delete").get())).status_code == 404
    assert not User.objects.filter(pk=pk).exists()


def test_put_back_by_an_editor_gives_no_account_away(editor):
    account = UserFactory()
    person = PersonFactory(account=account, name="Aafke")
    Person.objects.filter(pk=person.pk).update(account=None, name="Anders")

    editor.post(way_back(person, versions(person).first(), person.organisation))

    person.refresh_from_db()
    assert (person.name, person.account) == ("Aafke", None)


def test_put_back_says_which_file_is_gone(editor):
    organisation = OrganisationFactory(name="Assen")
    Organisation.objects.filter(pk=organisation.pk).update(logo="organisations/lost.png")
    Organisation.objects.filter(pk=organisation.pk).update(logo="", name="Emmen")
    with_logo = versions(organisation, logo="organisations/lost.png").get()

    response = editor.get(way_back(organisation, with_logo))
    editor.post(way_back(organisation, with_logo))

    assert response.context["result"].lost_files == [str(Organisation._meta.get_field("logo").verbose_name)]
    organisation.refresh_from_db()
    assert (organisation.name, organisation.logo.name) == ("Assen", "")


def test_put_back_of_the_present_state_offers_no_button(editor):
    sector = SectorFactory()

    text = editor.get(way_back(sector, versions(sector).first())).content.decode()

    assert 'type="submit" class="default"' not in text
