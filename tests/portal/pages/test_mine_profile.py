"""/mijn/profiel/: what people correct of themselves, and who sees it."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from members.models import Person
from tests.factories import OrganisationFactory, PersonFactory, UserFactory, member_user
from tests.mails import mailed_code
from tests.reading import Page

pytestmark = pytest.mark.django_db

URL = "/mijn/profiel/"
GIVEN = {"name": "Wieke Water", "job_title": "Adviseur", "phone": "050 123 45 67", "contact_visibility": "members"}


@pytest.fixture(autouse=True)
def media(settings, tmp_path, client):
    client.cookies["brink_language"] = "en"
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def user(client):
    account = member_user(OrganisationFactory(name="Gemeente Emmen"), name="Wieke", email="wieke@example.org")
    client.force_login(account)
    return account


def photo(content=None, name="ik.jpg"):
    buffer = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Cameramaker"
    Image.new("RGB", (200, 300), "red").save(buffer, "JPEG", exif=exif)
    return SimpleUploadedFile(name, content or buffer.getvalue(), "image/jpeg")


def stored(user):
    return Person.objects.get(account=user)


def test_visitor_signs_in_first(client):
    assert client.post(URL, GIVEN).headers["Location"] == "/account/login/?next=/mijn/profiel/"


def test_account_without_person_waits(client):
    client.force_login(UserFactory())

    assert client.get(URL).headers["Location"] == "/wachten/"


def test_profile_is_stored(client, user):
    response = client.post(URL, GIVEN | {"contact_visibility": "everyone"})

    person = stored(user)
    assert response.headers["Location"] == URL
    assert (person.name, person.job_title, person.phone) == ("Wieke Water", "Adviseur", "050 123 45 67")
    assert person.contact_visibility == Person.ContactVisibility.EVERYONE


def test_what_is_not_ones_own_to_change_stays(client, user):
    other = OrganisationFactory()

    client.post(URL, GIVEN | {"organisation": other.pk, "email": "baas@example.org", "left_on": "2020-01-01"})

    person = stored(user)
    assert (person.organisation.name, person.email, person.left_on) == ("Gemeente Emmen", "wieke@example.org", None)


def test_history_names_who_changed_it(client, user):
    client.post(URL, GIVEN)

    version = Person.pgh_event_model.objects.latest("pgh_id")
    assert (version.name, version.pgh_context["user"]) == ("Wieke Water", user.pk)


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("name", "", "required"),
        ("name", "   ", "required"),
        ("name", "x" * 300, "max_length"),
        ("name", "Wie\x00ke", "null_characters_not_allowed"),
        ("job_title", "x" * 121, "max_length"),
        ("phone", "bel maar", "invalid"),
        ("phone", "<script>", "invalid"),
        ("phone", "0" * 31, "max_length"),
        ("contact_visibility", "", "required"),
        ("contact_visibility", "friends", "invalid_choice"),
    ],
)
def test_wrong_value_is_an_error_on_its_field(client, user, field, value, error):
    response = client.post(URL, GIVEN | {field: value})

    found = response.context["form"].errors.as_data()
    assert {name: [each.code for each in errors] for name, errors in found.items()} == {field: [error]}
    assert stored(user).name == "Wieke"


def test_empty_post_is_an_error_and_changes_nothing(client, user):
    response = client.post(URL)

    assert set(response.context["form"].errors) == {"name", "contact_visibility"}
    assert stored(user).name == "Wieke"


@pytest.mark.parametrize("phone", ["", "+31 (0)50 123 45 67", "050-1234567", "112"])
def test_usual_ways_to_write_a_number_are_taken(client, user, phone):
    client.post(URL, GIVEN | {"phone": phone})

    assert stored(user).phone == phone


def test_name_with_script_and_emoji_is_printed_as_text(client, user):
    client.post(URL, GIVEN | {"name": "<script>a()</script> 🌷"})

    html = client.get(URL).text
    assert "<script>a()" not in html
    assert "🌷" in html


# photo


def test_photo_is_made_anew_and_cut(client, user, media):
    client.post(URL, GIVEN | {"photo": photo()})

    name = stored(user).photo.name
    with Image.open(media / name) as picture:
        assert (picture.format, dict(picture.getexif())) == ("WEBP", {})
    assert (media / name.replace(".webp", "-round.webp")).exists()


def test_focus_of_a_photo_can_be_moved_and_the_photo_removed(client, user, media):
    client.post(URL, GIVEN | {"photo": photo()})

    client.post(URL, GIVEN | {"photo_focus_0": "50", "photo_focus_1": "10"})
    moved = stored(user)
    client.post(URL, GIVEN | {"photo-clear": "on"})

    assert (moved.photo_focus, moved.photo.is_cut_to_focus) == ("50 10", True)
    assert not stored(user).photo


@pytest.mark.parametrize("field", ["photo_focus_0", "id_photo_focus"])
def test_focus_is_not_asked_without_a_photo(client, user, field):
    assert field not in client.get(URL).text


@pytest.mark.parametrize("content", [b"no picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_upload_that_is_no_picture_is_refused_on_its_field(client, user, content):
    response = client.post(URL, GIVEN | {"photo": photo(content)})

    assert set(response.context["form"].errors) == {"photo"}
    assert (stored(user).name, bool(stored(user).photo)) == ("Wieke", False)


# who sees what


@pytest.mark.parametrize(
    ("visibility", "visitor", "member"), [("everyone", True, True), ("members", False, True), ("nobody", False, False)]
)
def test_preview_shows_what_visitor_and_member_see(client, user, visibility, visitor, member):
    Person.objects.update(contact_visibility=visibility, phone="0501234567")

    page = Page(client.get(URL).text)

    assert page.together("A visitor sees", "Wieke", "0501234567", within=160) is visitor
    assert page.together("A member sees", "Wieke", "0501234567", within=160) is member


def test_address_and_employer_are_changed_elsewhere(client, user):
    page = Page(client.get(URL).text)

    assert {"/account/email/", "/mijn/werkgever/"} <= set(page.links)
    assert page.together("Organisation", "Gemeente Emmen", within=90)


def test_who_left_is_refused(client):
    client.force_login(PersonFactory(account=UserFactory(), left_on=date(2020, 1, 1)).account)

    assert client.post(URL, GIVEN).status_code == 403


def test_address_follows_the_account_once_the_new_one_is_confirmed(client, user):
    user.set_password("een-lang-wachtwoord")
    user.save()
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    client.logout()
    client.post("/account/login/", {"login": user.email, "password": "een-lang-wachtwoord"})
    client.post("/account/reauthenticate/", {"password": "een-lang-wachtwoord"})

    client.post("/account/email/", {"email": "nieuw@example.org", "action_add": "1"})
    asked = stored(user).email
    client.post("/account/confirm-email/", {"code": mailed_code()})

    assert (asked, stored(user).email) == ("wieke@example.org", "nieuw@example.org")
