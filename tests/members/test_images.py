"""What becomes of an upload: judged by content, made anew, cut to sizes, and removed when it is replaced."""

import io
import struct
import zlib

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from PIL import Image

from members.images import FOLDERS, MAX_BYTES, PictureField, Size, opened
from tests.factories import ArticleFactory, OrganisationFactory, PersonFactory, SectorFactory, UserFactory
from tests.filling import errors_of, filled

EXIF_ORIENTATION, EXIF_MAKER, TURNED = 0x0112, 0x010F, 6


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def drawn(width=60, height=40, *, kind="JPEG", mode="RGB", left="red", right="blue", **options):
    """A picture with two halves, as bytes."""
    picture = Image.new(mode, (width, height), right)
    picture.paste(Image.new(mode, (width // 2, height), left))
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def upload(content=None, name="foto.jpg"):
    return SimpleUploadedFile(name, drawn() if content is None else content)


def stored(name):
    with default_storage.open(name) as file:
        picture = Image.open(file)
        picture.load()
        return picture


def header_only(width, height):
    """A PNG of a few bytes whose header promises far more."""
    chunks = (b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0), b"IDAT" + zlib.compress(b"\0" * 9_999))
    parts = (struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) for chunk in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def colour(pixel):
    red, _green, blue, *_alpha = pixel
    return "red" if red > blue else "blue"


def test_upload_is_stored_upright_and_without_metadata(db):
    exif = Image.Exif()
    exif[EXIF_ORIENTATION], exif[EXIF_MAKER] = TURNED, "Een camera van iemand"
    content = drawn(60, 40, exif=exif, comment=b"thuis")

    person = PersonFactory(photo=upload(content))

    kept = stored(person.photo.name)
    assert (kept.format, kept.size) == ("WEBP", (40, 60))
    assert not kept.getexif()
    assert not {"exif", "xmp", "icc_profile", "comment"} & kept.info.keys()


def test_upload_is_made_in_every_size_that_pages_show(db):
    person = PersonFactory(photo=upload(drawn(600, 400)))

    shown = person.photo.sizes["round"]
    assert (shown.width, shown.height) == (72, 72)
    assert stored(shown.url.removeprefix("/media/")).size == (144, 144)
    assert person.photo.url_as("round") == shown.url


def test_logo_keeps_its_proportions_and_says_how_large_it_is(db):
    organisation = OrganisationFactory(logo=upload(drawn(1000, 200, kind="PNG", mode="RGBA")))

    shown = organisation.logo.sizes["page"]
    assert (shown.width, shown.height) == (240, 48)
    made = stored(shown.url.removeprefix("/media/"))
    assert (made.size, made.has_transparency_data) == ((480, 96), False)


def test_small_logo_is_not_blown_up():
    assert Size(240, 96, fits=True).of(100, 50) == (50, 25)
    assert Size(240, 96, fits=True).of(2000, 2) == (240, 1)


def test_transparency_is_kept(db):
    clear = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    buffer = io.BytesIO()
    clear.save(buffer, "PNG")

    organisation = OrganisationFactory(logo=upload(buffer.getvalue()))

    assert stored(organisation.logo.name).getpixel((5, 5))[3] == 0


def test_name_of_the_upload_says_nothing_about_the_stored_one(db):
    person = PersonFactory(photo=upload(name="../../ontslag mevrouw Jansen.php"))

    assert person.photo.name.startswith("people/")
    assert person.photo.name.endswith("-60x40-f50-50.webp")
    assert "Jansen" not in person.photo.name


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_content_decides_what_a_picture_is(kind):
    assert opened(upload(drawn(kind=kind), name="stukken.pdf")).size == (60, 40)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"geen beeld",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"<html><script>alert(1)</script></html>",
        drawn(kind="BMP"),
        drawn(kind="TIFF"),
        drawn()[:200],
        drawn(kind="PNG")[:-30],
        b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
    ],
    ids=["empty", "text", "svg", "html", "bmp", "tiff", "half a jpeg", "half a png", "broken png"],
)
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(ValidationError) as refusal:
        opened(upload(content, name="foto.jpg"))

    assert refusal.value.code == "no_picture"


@pytest.mark.parametrize("size", [(20_000, 10), (10, 20_000), (9_000, 9_000), (30_000, 30_000), (2**31 - 1, 2**31 - 1)])
def test_too_many_pixels_are_refused_by_the_header_alone(size):
    with pytest.raises(ValidationError) as refusal:
        opened(upload(header_only(*size)))

    assert refusal.value.code == "too_large"


def test_too_many_bytes_are_refused():
    with pytest.raises(ValidationError) as refusal:
        opened(upload(drawn() + b"\0" * MAX_BYTES))

    assert refusal.value.code == "too_heavy"


def test_huge_picture_within_the_limits_is_kept_smaller(db):
    person = PersonFactory(photo=upload(drawn(5000, 2500)))

    assert stored(person.photo.name).size == (2400, 1200)


def test_focus_decides_what_is_cut_off(db):
    content = drawn(400, 100)

    left = PersonFactory(photo=upload(content), photo_focus="0 50")
    right = PersonFactory(photo=upload(content), photo_focus="100 50")

    seen = [
        colour(stored(each.photo.url_as("round").removeprefix("/media/")).getpixel((70, 70))) for each in (left, right)
    ]
    assert seen == ["red", "blue"]


def test_moving_the_focus_cuts_anew_and_removes_the_old(db, media, django_capture_on_commit_callbacks):
    person = PersonFactory(photo=upload(drawn(400, 100)), photo_focus="0 50")
    before = person.photo.name

    with django_capture_on_commit_callbacks(execute=True):
        person.photo_focus = "100 50"
        person.save()

    assert person.photo.name.endswith("-f100-50.webp")
    assert colour(stored(person.photo.url_as("round").removeprefix("/media/")).getpixel((70, 70))) == "blue"
    assert not default_storage.exists(before)
    assert len(list(media.rglob("*.webp"))) == 2


@pytest.mark.django_db(transaction=True)
def test_replaced_picture_is_removed_when_the_row_is_committed(media):
    person = PersonFactory(photo=upload())
    before = set(media.rglob("*.webp"))

    with transaction.atomic():
        person.photo = upload(drawn(30, 30))
        person.save()
        assert before <= set(media.rglob("*.webp"))

    assert len(before) == 2
    assert len(set(media.rglob("*.webp")) - before) == 2
    assert not before & set(media.rglob("*.webp"))


@pytest.mark.django_db(transaction=True)
def test_replaced_picture_stays_when_the_row_is_rolled_back(media):
    person = PersonFactory(photo=upload())
    before = set(media.rglob("*.webp"))

    with transaction.atomic():
        person.photo = ""
        person.save()
        transaction.set_rollback(True)

    assert set(media.rglob("*.webp")) == before


def test_files_go_with_the_row(db, media, django_capture_on_commit_callbacks):
    person = PersonFactory(photo=upload())

    with django_capture_on_commit_callbacks(execute=True):
        person.delete()

    assert list(media.rglob("*.*")) == []


def test_saving_again_leaves_the_picture_alone(db, media):
    person = PersonFactory(photo=upload())
    name = person.photo.name

    person.name = "Iemand anders"
    person.save()

    assert person.photo.name == name
    assert len(list(media.rglob("*"))) == 3


def test_nobody_ever_finds_half_a_file(media):
    field = PersonFactory._meta.model._meta.get_field("photo")

    class Failing(ContentFile):
        def chunks(self, _size=None):
            yield b"de eerste helft"
            raise OSError("schijf vol")

    with pytest.raises(OSError, match="schijf vol"):
        field.storage.save("people/a.webp", Failing(b"x"))

    assert not default_storage.exists("people/a.webp")


def test_picture_is_served_as_what_it_is(db):
    person = PersonFactory(photo=upload())

    response = Client().get(person.photo.url_as("round"))

    assert (response.status_code, response["Content-Type"]) == (200, "image/webp")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert Image.open(io.BytesIO(b"".join(response.streaming_content))).size == (144, 144)


@pytest.mark.parametrize(
    "name",
    [
        "documents/verslag-60x40-f50-50.webp",
        "people/verslag.pdf",
        "people/weg-60x40-f50-50.webp",
        "people/../documents/verslag-60x40-f50-50.webp",
        "people/%2e%2e/geheim",
        "people/a-60x40-f50-50.webp%0a",
    ],
)
def test_nothing_but_pictures_is_served(db, media, name):
    for folder in ("documents", "people"):
        (media / folder).mkdir()
        (media / folder / "verslag-60x40-f50-50.webp").write_bytes(b"alleen voor leden")
    (media / "people" / "verslag.pdf").write_bytes(b"x")

    assert Client().get(f"/media/{name}").status_code == 404


def test_every_column_of_pictures_is_in_a_folder_that_is_served():
    fields = [field for model in apps.get_models() for field in model._meta.fields if isinstance(field, PictureField)]

    assert {field.upload_to for field in fields} == {f"{folder}/" for folder in FOLDERS}


@pytest.fixture
def editor(client, db):
    client.cookies["brink_language"] = "en"
    client.force_login(UserFactory(is_staff=True))
    return client


def saved(client, article, **changes):
    """Change the article through its form in the admin, as a browser posts it."""
    page = reverse("admin:portal_article_change", args=[article.pk])
    return client.post(page, filled(client.get(page), "article_form") | changes)


def test_editor_stores_a_picture_with_its_text_and_focus(editor, media):
    article = ArticleFactory()

    response = saved(editor, article, image=upload(), image_alt="Twee vlakken", image_focus_0="20", image_focus_1="80")

    assert response.status_code == 302
    article.refresh_from_db()
    assert article.image_focus == "20 80"
    assert article.image.name.endswith("-60x40-f20-80.webp")
    page = editor.get(article.get_absolute_url()).content.decode()
    assert f'<img src="{article.image.url_as("wide")}" alt="Twee vlakken" width="800" height="450"' in page
    card = editor.get("/nieuws/").content.decode()
    assert f'<img src="{article.image.url_as("card")}" alt="Twee vlakken" width="400" height="225"' in card


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"geen beeld", "no_picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no_picture"),
        (header_only(20_000, 100), "too_large"),
        (header_only(30_000, 30_000), "too_large"),
    ],
    ids=["text", "svg", "wide", "bomb"],
)
def test_editor_is_told_on_the_field_what_is_wrong_and_nothing_is_stored(editor, media, content, code):
    article = ArticleFactory(title="Zoals het was")

    response = saved(editor, article, title="Anders", image=upload(content), image_alt="Iets")

    assert response.status_code == 200
    (error,) = response.context["adminform"].form.errors.as_data()["image"]
    assert error.code == code
    article.refresh_from_db()
    assert (article.title, article.image.name) == ("Zoals het was", "")
    assert list(media.rglob("*.*")) == []


def test_picture_without_alternative_text_is_refused(editor, media):
    article = ArticleFactory()

    response = saved(editor, article, image=upload())

    assert "An image needs an alternative text." in errors_of(response)
    assert list(media.rglob("*.*")) == []


def test_sector_shows_its_picture_with_its_text(editor):
    sector = SectorFactory(image=upload(), image_alt="De brink")

    page = editor.get(sector.get_absolute_url()).content.decode()

    assert f'<img src="{sector.image.url_as("wide")}" alt="De brink" width="800" height="450"' in page


@pytest.mark.parametrize("given", [("101", "0"), ("-1", "5"), ("een", "2"), ("5" * 400, "1")])
def test_impossible_focus_is_refused(editor, given):
    response = saved(editor, ArticleFactory(), image_focus_0=given[0], image_focus_1=given[1])

    assert response.status_code == 200
    assert "image_focus" in response.context["adminform"].form.errors


def test_focus_left_open_is_the_middle(editor):
    article = ArticleFactory(image_focus="10 10")

    saved(editor, article, image_focus_0="", image_focus_1="30")

    article.refresh_from_db()
    assert article.image_focus == "50 30"


def test_picture_is_removed_by_its_box(editor, media, django_capture_on_commit_callbacks):
    article = ArticleFactory(image=upload(), image_alt="Twee vlakken")

    with django_capture_on_commit_callbacks(execute=True):
        saved(editor, article, **{"image-clear": "on"})

    article.refresh_from_db()
    assert article.image.name == ""
    assert list(media.rglob("*.*")) == []


def test_preview_of_edits_stores_no_files(editor, media):
    article = ArticleFactory()

    response = saved(editor, article, title="Anders", image=upload(), image_alt="Iets", _preview="1")

    assert "<h1>Anders</h1>" in response.content.decode()
    assert list(media.rglob("*.*")) == []
