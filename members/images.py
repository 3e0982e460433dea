"""Pictures that editors upload: judged by content, made anew without metadata, cut to the sizes that pages show.

A stored name says how large the picture is and where its focus was, so that no page opens a file to lay itself out:
`news/k3J_x9aQ-2400x1350-f50-30.webp`, with `…-card.webp` and the like beside it.
"""

from __future__ import annotations

import io
import re
import secrets
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models.fields.files import ImageFieldFile
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MAX_BYTES = 10 * 1024 * 1024
MAX_SIDE = 10_000
MAX_PIXELS = 50_000_000
KEPT_SIDE = 2400
CENTRE = "50 50"
FOLDERS = ("network", "organisations", "people", "sectors", "news")
SERVED = re.compile(rf"({'|'.join(FOLDERS)})/[A-Za-z0-9_-]+-\d+x\d+-f\d+-\d+(-[a-z]+)?\.webp", re.ASCII)
NAME = re.compile(r"-(?P<width>\d+)x(?P<height>\d+)-f(?P<x>\d+)-(?P<y>\d+)\.webp$")

NO_PICTURE = _("This is no picture that the portal can read. Use JPEG, PNG, WebP or GIF.")
TOO_HEAVY = _("This file is larger than %(limit)s MB. Make it smaller first.")
TOO_LARGE = _(
    "This picture has too many pixels. At most %(side)s on a side and %(million)s million in all are possible."
)


@dataclass(frozen=True, slots=True)
class Size:
    """A size on the page: cut to it exactly, or when it only `fits`, shrunk until it is within.

    Width and height are pixels of CSS; the file has twice as many, for sharp screens.
    """

    width: int
    height: int
    fits: bool = False

    def apply(self, picture: Image.Image, focus: tuple[int, int]) -> Image.Image:
        """Return the picture for this size. The focus stays in sight as with object-position in CSS, in percents."""
        box = (2 * self.width, 2 * self.height)
        if self.fits:
            smaller = picture.copy()
            smaller.thumbnail(box, Image.Resampling.LANCZOS)
            return smaller
        return ImageOps.fit(picture, box, Image.Resampling.LANCZOS, centering=(focus[0] / 100, focus[1] / 100))

    def of(self, width: int, height: int) -> tuple[int, int]:
        """Return how wide and high a picture of so many pixels is shown in this size."""
        if not self.fits:
            return self.width, self.height
        scale = min(1 / 2, self.width / width, self.height / height)
        return max(1, round(width * scale)), max(1, round(height * scale))


LOGO = {"header": Size(160, 42, fits=True), "page": Size(240, 96, fits=True)}
PORTRAIT = {"round": Size(72, 72)}
SCENE = {"card": Size(400, 225), "wide": Size(800, 450)}


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as a page shows it."""

    url: str
    width: int
    height: int


class WholeFiles(FileSystemStorage):
    """Writes under a temporary name and renames, so that nobody is ever served half a file."""

    def _save(self, name: str, content: File) -> str:
        partly = super()._save(f"{name}.part", content)  # type: ignore[misc]  # the stubs leave it out
        Path(self.path(partly)).rename(self.path(name))
        return name


class PictureFile(ImageFieldFile):
    """A stored picture and its sizes."""

    field: PictureField

    @property
    def sizes(self) -> dict[str, Shown]:
        """How each size is shown."""
        return {name: self._shown(name, size) for name, size in self.field.sizes.items()}

    def url_as(self, size: str) -> str:
        """Return the address of a size; nothing when there is no picture."""
        return self.sizes[size].url if self else ""

    @property
    def names(self) -> list[str]:
        """Every file that belongs to it."""
        return [str(self.name), *map(self._named, self.field.sizes)]

    @property
    def focus(self) -> tuple[int, int]:
        """What should stay in sight, in percents from the left and from the top."""
        x, y = str(getattr(self.instance, self.field.focus, CENTRE)).split()
        return int(x), int(y)

    @property
    def is_cut_to_focus(self) -> bool:
        """Whether the sizes follow the focus as it is now. A name of another making says nothing."""
        said = NAME.search(str(self.name))
        return said is None or (int(said["x"]), int(said["y"])) == self.focus

    def save(self, name: str | None, content: File, save: bool = True) -> None:  # noqa: ARG002, FBT001, FBT002 - Django's signature
        """Store the picture made anew, under a name nobody can guess, and its sizes.

        Raises ValidationError for what is no picture or too large; nothing is stored then.
        """
        picture = opened(content)
        focus = self.focus
        sizes = {size: encoded(rule.apply(picture, focus)) for size, rule in self.field.sizes.items()}
        named = f"{secrets.token_urlsafe(8)}-{picture.width}x{picture.height}-f{focus[0]}-{focus[1]}.webp"
        super().save(named, encoded(picture), save=False)
        for size, made in sizes.items():
            self.storage.save(self._named(size), made)
        if save:
            self.instance.save()

    save.alters_data = True  # type: ignore[attr-defined]

    def _named(self, size: str) -> str:
        return f"{str(self.name).removesuffix('.webp')}-{size}.webp"

    def _shown(self, name: str, size: Size) -> Shown:
        said = NAME.search(str(self.name))
        if said is None:
            return Shown(self.url, size.width, size.height)
        return Shown(self.storage.url(self._named(name)), *size.of(int(said["width"]), int(said["height"])))


class PictureInput(forms.ClearableFileInput):
    """Shows the picture as it is; where it is cut, a script lets the editor point at what stays in sight."""

    template_name = "components/picture_input.html"

    def __init__(self, focus: str = "") -> None:
        super().__init__()
        self.focus = focus

    @property
    def media(self) -> forms.Media:
        """Load the script and the look."""
        return forms.Media(css={"all": ["editor/focus.css"]}, js=["editor/focus.js"])

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Name the inputs of the focus."""
        return super().get_context(name, value, attrs) | {"focus": self.focus and f"id_{self.focus}"}


class PictureFormField(forms.FileField):
    """Takes an upload only when it is a picture, whatever its name says."""

    def to_python(self, data: File | None) -> File | None:
        """Judge the content, and leave the file as it was read."""
        upload = super().to_python(data)
        if upload is not None:
            opened(upload)
            upload.seek(0)
        return upload

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Have browsers offer pictures only."""
        offered = ",".join(f"image/{name.lower()}" for name in FORMATS)
        return super().widget_attrs(widget) | {"accept": offered}


class PictureField(models.ImageField):
    """An image column: what is stored was made by us, and what it replaces is removed once the row is committed."""

    attr_class = PictureFile

    def __init__(self, *args: Any, sizes: dict[str, Size] | None = None, focus: str = "", **kwargs: Any) -> None:
        """Take the sizes to make, and the name of the column that holds the focus."""
        self.sizes = sizes or {}
        self.focus = focus
        super().__init__(*args, **({"storage": WholeFiles()} | kwargs))

    def deconstruct(self) -> Any:
        """Sizes and storage are no matter of the database."""
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("storage", None)
        return name, "django.db.models.ImageField", args, kwargs

    def contribute_to_class(self, cls: type[models.Model], name: str, **kwargs: Any) -> None:  # type: ignore[override]
        """Let the files go with the row."""
        super().contribute_to_class(cls, name, **kwargs)
        if not cls._meta.abstract:
            models.signals.post_delete.connect(self._deleted, sender=cls)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**(kwargs | {"form_class": PictureFormField, "widget": PictureInput(self.focus)}))

    if TYPE_CHECKING:

        def __get__(self, instance: Any, owner: Any) -> Any: ...

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001 - Django's signature
        """Store a new upload, cut anew when only the focus moved, and remove what was there on commit."""
        before = "" if add or model_instance.pk is None else self._stored(model_instance)
        file = getattr(model_instance, self.attname)
        if file and file._committed and not file.is_cut_to_focus and self.storage.exists(file.name):  # noqa: SLF001 - as Django's own pre_save
            with self.storage.open(file.name) as content:
                file.save(file.name, content, save=False)
        file = super().pre_save(model_instance, add)
        if before and before != file.name:
            self._remove_on_commit(model_instance, before)
        return file

    def _stored(self, instance: models.Model) -> str:
        rows = type(instance)._base_manager.filter(pk=instance.pk)  # noqa: SLF001 - Django's documented manager
        return str(rows.values_list(self.attname, flat=True).first() or "")

    def _deleted(self, instance: models.Model, **_signal: Any) -> None:
        if file := getattr(instance, self.attname):
            self._remove_on_commit(instance, str(file.name))

    def _remove_on_commit(self, instance: models.Model, name: str) -> None:
        for each in PictureFile(instance, self, name).names:
            transaction.on_commit(partial(self.storage.delete, each))


class FocusInput(forms.MultiWidget):
    """Two numbers: percents from the left and from the top."""

    use_fieldset = True

    def __init__(self) -> None:
        sides = (_("Percents from the left"), _("Percents from the top"))
        super().__init__([forms.NumberInput({"min": 0, "max": 100, "aria-label": side}) for side in sides])

    def decompress(self, value: str | None) -> list[str]:
        """Take the stored text apart."""
        return (value or CENTRE).split()


class FocusFormField(forms.MultiValueField):
    """Joins the two numbers; the middle where one is left out."""

    widget = FocusInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__([forms.IntegerField(min_value=0, max_value=100) for _side in "xy"], required=False, **kwargs)

    def compress(self, data_list: list[int | None]) -> str:
        """Write them as they are stored."""
        return " ".join(str(50 if side is None else side) for side in data_list) or CENTRE


class FocusField(models.CharField):
    """What must stay in sight when a picture is cut: percents from the left and from the top, such as "50 30"."""

    ranged = RegexValidator(r"^(100|[0-9]{1,2}) (100|[0-9]{1,2})$", _("Give two numbers from 0 to 100."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        fixed: dict[str, Any] = {"max_length": 7, "default": CENTRE, "validators": [self.ranged]}
        super().__init__(*args, **(fixed | kwargs))

    def deconstruct(self) -> Any:
        """Every column of this kind has the same length, default and rule."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {key: kwargs[key] for key in kwargs.keys() - {"max_length", "default", "validators"}}

    def formfield(self, **_kwargs: Any) -> Any:
        """Edit it as two numbers."""
        return FocusFormField(
            label=capfirst(str(self.verbose_name)),
            initial=CENTRE,
            help_text=_("Where the picture is cut, this point stays in sight. Once it is stored you can click in it."),
        )


def opened(file: File) -> Image.Image:
    """Return an upload as an upright sRGB picture without metadata, no side over KEPT_SIDE.

    Its content decides what it is. Raises ValidationError for what is no picture, too heavy or too large; the size
    is read from the header, before anything is unpacked.
    """
    if file.size > MAX_BYTES:
        raise ValidationError(TOO_HEAVY, code="too_heavy", params={"limit": MAX_BYTES // 1024**2})
    try:
        file.seek(0)
        picture = Image.open(file, formats=FORMATS)
        width, height = picture.size
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large() from error
    except Exception as error:  # Pillow's readers raise anything on odd bytes
        raise ValidationError(NO_PICTURE, code="no_picture") from error
    if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
        raise _too_large()
    try:
        return _made_anew(picture)
    except Exception as error:  # the same, on bytes further on
        raise ValidationError(NO_PICTURE, code="no_picture") from error


def encoded(picture: Image.Image) -> ContentFile:
    """Return the picture as a WebP file."""
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", quality=84)
    return ContentFile(buffer.getvalue())


def _too_large() -> ValidationError:
    params = {"side": MAX_SIDE, "million": MAX_PIXELS // 1_000_000}
    return ValidationError(TOO_LARGE, code="too_large", params=params)


def _made_anew(picture: Image.Image) -> Image.Image:
    picture.draft("RGB", (KEPT_SIDE, KEPT_SIDE))  # a JPEG is read at a half or a quarter when that is enough
    picture.load()
    upright = _in_srgb(ImageOps.exif_transpose(picture))
    upright = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    upright.thumbnail((KEPT_SIDE, KEPT_SIDE), Image.Resampling.LANCZOS)
    upright.info = {}
    return upright


def _in_srgb(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in {"RGB", "RGBA", "CMYK"}:
        return picture
    try:
        target = ImageCms.createProfile("sRGB")
        mode = "RGBA" if picture.mode == "RGBA" else "RGB"
        changed = ImageCms.profileToProfile(picture, io.BytesIO(profile), target, outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    return changed or picture
