"""Forms of the newsroom. They check what was typed; the acts check what may have changed meanwhile."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.forms import LinesField
from meetings.reporting.plain import loses_layout
from meetings.scheduling.forms import ClockField, VersionField
from meetings.scheduling.moments import single_moment
from members.models import Person, User
from members.permissions import can_edit_content
from portal.models import Article
from portal.newsroom.differences import MODELS
from portal.newsroom.rights import Beat, beat_of
from portal.newsroom.story import StoryField

VALUES = ("title", "lead", "text", "image", "image_focus", "image_alt", "author")
SUBJECTS = tuple(MODELS)
YEARS_AHEAD = 2
Given = QueryDict | None
Files = MultiValueDict[str, Any] | None


class ArticleForm(forms.ModelForm):
    """An article as `user` may write it: an editor about anything, others about what they keep going."""

    text = StoryField(label=gettext_lazy("Text"))
    version = VersionField(required=False)

    class Meta:
        model = Article
        fields = ("title", "lead", "image", "image_alt", "image_focus", *SUBJECTS, "author")
        widgets = {"lead": forms.Textarea({"rows": 3}), **dict.fromkeys(SUBJECTS, forms.CheckboxSelectMultiple)}
        labels = {"programmes": gettext_lazy("About programmes"), "circles": gettext_lazy("About knowledge circles")}
        labels |= {"sectors": gettext_lazy("About sectors")}
        help_texts = {
            "lead": gettext_lazy("One or two sentences, for lists and mails."),
            "image": gettext_lazy("JPEG, PNG or WebP, at most 10 MB. What the camera noted in it is removed."),
            "image_alt": gettext_lazy("What the image shows, for who cannot see it. Needed with an image."),
        }

    field_order = ("title", "lead", "text", "image", "image_alt", "image_focus", *SUBJECTS, "author")

    def __init__(
        self, data: Given = None, files: Files = None, *, instance: Article, user: User, about: dict[str, Any]
    ) -> None:
        """Fill in what is stored; `about` is what a new article is about before anything is chosen."""
        known = {"version": instance.version, "text": instance.text, **about}
        super().__init__(data, files, instance=instance, initial=known)
        self.stored_text, self.closes = instance.text, instance.closes_id
        self.is_editor = can_edit_content(user)
        self._offer(user)
        if not instance.image:
            del self.fields["image_focus"]
        if loses_layout(instance.text):
            warning = _("Typed without the editor, headings, links and bold become plain text when you change them.")
            self.fields["text"].help_text = f"{self.fields['text'].help_text} {warning}"

    def _offer(self, user: User) -> None:
        """Offer an editor everything, others their own; what is stored stays, offered or not."""
        self.kept = {name: set(self.initial[name]) if self.instance.pk else set() for name in SUBJECTS}
        beat = Beat() if self.is_editor else beat_of(user)
        for name in SUBJECTS:
            field = cast("forms.ModelMultipleChoiceField[Any]", self.fields[name])
            offered = MODELS[name]._default_manager.only(*_naming(name))
            if not self.is_editor:
                offered = offered.filter(pk__in=getattr(beat, name))
                self.kept[name] -= getattr(beat, name)
            field.queryset = offered
            if not self.is_editor and not getattr(beat, name):
                del self.fields[name]
        if not self.is_editor:
            del self.fields["author"]
            self._require_subject()
            return
        author = cast("forms.ModelChoiceField[Person]", self.fields["author"])
        author.queryset = Person.objects.present().by_name().only("name", "sort_key")
        author.empty_label = _("Nobody by name")

    def _require_subject(self) -> None:
        """Say beforehand that there is no leaving out the only thing to choose from."""
        offered = [name for name in SUBJECTS if name in self.fields]
        if len(offered) == 1 and not any(self.kept.values()):
            field = self.fields[offered[0]]
            field.required, field.error_messages["required"] = True, _("Choose what this news is about.")

    def clean_text(self) -> str:
        """Take rich text from the editor, and lines from a bare text area."""
        field = cast("StoryField", self.fields["text"])
        return field.read(self.cleaned_data["text"], stored=self.stored_text)

    def clean(self) -> dict[str, Any]:
        """Ask words with an image, and of who is no editor something of his own that it is about."""
        given = super().clean() or {}
        if given.get("image") and "image_alt" in given and not given["image_alt"]:
            self.add_error("image_alt", _("Say what the image shows, for who cannot see it."))
        offered = [name for name in SUBJECTS if name in self.fields]
        named = any(given.get(name) for name in offered) or any(self.kept.values())
        if not self.is_editor and offered and not named and not self.errors.keys() & set(offered):
            self.add_error(offered[0], _("Choose what this news is about."))
        return given

    def values(self) -> dict[str, Any]:
        """Return what to store, by column; a picture only when a new one came or the old one goes."""
        given = {name: self.cleaned_data[name] for name in VALUES if name in self.cleaned_data}
        if "image" not in self.changed_data:
            del given["image"]
        return given

    def links(self) -> dict[str, set[int]]:
        """Return what it is about: what was chosen, and what others chose that this account cannot take away."""
        chosen = {name: {each.pk for each in self.cleaned_data.get(name, ())} for name in SUBJECTS}
        if self.is_editor:
            return chosen | {"programmes": chosen["programmes"] | ({self.closes} if self.closes else set())}
        return {name: chosen[name] | self.kept[name] for name in SUBJECTS}

    def take_version(self, version: int) -> None:
        """Have the form, shown once more, know the version that there is now."""
        data = cast("QueryDict", self.data).copy()
        data["version"] = str(version)
        self.data = data


class PublishForm(forms.Form):
    """When readers see an article: at once, or by itself at a minute to come."""

    when = forms.ChoiceField(
        label=gettext_lazy("When do readers see it?"),
        widget=forms.RadioSelect,
        choices=[("now", gettext_lazy("Now")), ("later", gettext_lazy("By itself, at the moment below"))],
        error_messages={"required": gettext_lazy("Choose when readers see it.")},
    )
    day = forms.DateField(
        label=gettext_lazy("Date"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    clock = ClockField(label=gettext_lazy("Time"))
    version = VersionField(required=False)

    def __init__(self, data: Given = None, *, article: Article) -> None:
        """Show the moment that is planned already."""
        planned = article.published_at if article.published_at and article.published_at > timezone.now() else None
        local = timezone.localtime(planned) if planned else None
        known: dict[str, Any] = {"when": "later" if local else "now", "version": article.version}
        if local:
            known |= {"day": local.date(), "clock": local.time().replace(second=0, microsecond=0)}
        super().__init__(data, initial=known)

    def clean(self) -> dict[str, Any]:
        """Make a moment of the day and the time; None is now."""
        given = super().clean() or {}
        given["at"] = None
        if given.get("when") == "later" and "day" in given and "clock" in given:
            try:
                given["at"] = self._moment(given)
            except ValidationError as error:
                self.add_error(None, error)
        return given

    def _moment(self, given: dict[str, Any]) -> datetime:
        missing = {name: _("Give the date and the time.") for name in ("day", "clock") if given[name] is None}
        if missing:
            raise ValidationError(missing)
        day, today = given["day"], timezone.localdate()
        if day < today:
            raise ValidationError({"day": _past()})
        if day > today.replace(year=today.year + YEARS_AHEAD, day=1):
            told = _("This is more than %(number)s years ahead. Look at the year.") % {"number": YEARS_AHEAD}
            raise ValidationError({"day": told})
        moment = single_moment(day, given["clock"], "clock")
        if moment <= timezone.now():
            raise ValidationError({"clock": _past()})
        return moment


class ReturnForm(forms.Form):
    """Why an article goes back to its writer."""

    reason = LinesField(
        label=gettext_lazy("What does it still need?"),
        max_length=1000,
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": gettext_lazy("Say what it still needs, in a sentence.")},
        help_text=gettext_lazy("The writer gets this by mail and sees it above the article."),
    )
    version = VersionField(required=False)


def _past() -> str:
    return _("This moment is past. Publish it now instead, or choose a moment to come.")


def _naming(name: str) -> tuple[str, ...]:
    return ("name", "acronym") if name == "programmes" else ("name",)
