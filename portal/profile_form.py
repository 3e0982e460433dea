"""What people correct of themselves, and how others see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.models import Person

Visibility = Person.ContactVisibility


class ProfileForm(forms.ModelForm):
    """One's own name, job, phone number and photo, and who sees the contact details."""

    phone = forms.CharField(
        label=gettext_lazy("Phone"),
        max_length=30,
        required=False,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
        validators=[
            RegexValidator(
                r"^\+?[0-9](?:[0-9 ()./-]*[0-9])$",
                gettext_lazy("Write a phone number in digits, such as 050 123 45 67."),
            )
        ],
    )

    class Meta:
        model = Person
        fields = ["name", "job_title", "phone", "contact_visibility", "photo", "photo_focus"]
        widgets = {
            "name": forms.TextInput({"autocomplete": "name"}),
            "job_title": forms.TextInput({"autocomplete": "organization-title"}),
            "contact_visibility": forms.RadioSelect,
        }
        labels = {
            "name": gettext_lazy("Name"),
            "job_title": gettext_lazy("Job title"),
            "contact_visibility": gettext_lazy("Who sees your e-mail address and phone number?"),
        }
        help_texts = {
            "photo": gettext_lazy("JPEG, PNG or WebP, at most 10 MB. What the camera noted in it is removed.")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask what stays in sight of a photo once there is one."""
        super().__init__(*args, **kwargs)
        if not self.instance.photo:
            del self.fields["photo_focus"]


@dataclass(frozen=True, slots=True)
class SeenBy:
    """Someone's contact card as a kind of reader sees it."""

    reader: str
    email: str
    phone: str


def views_of(person: Person) -> list[SeenBy]:
    """Return what a visitor and a member see of someone's contact details."""
    seen_by = {
        _("A visitor sees"): person.contact_visibility == Visibility.EVERYONE,
        _("A member sees"): person.contact_visibility != Visibility.NOBODY,
    }
    return [
        SeenBy(reader, person.email if sees else "", person.phone if sees else "") for reader, sees in seen_by.items()
    ]
