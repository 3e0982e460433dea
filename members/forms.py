"""Forms at the door."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.forms import SignupForm
from allauth.core import context as current
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from members.addresses import check_address, is_public, organisations_of
from members.context_processors import first_network
from members.entrance import Newcomer, begin_sign_up, kept_invitation, remember
from members.models import Organisation, PersonInvitation, User

ASK = _("Ask your programme manager for a personal invitation.")
ASK_OR_WRITE = _("Ask your programme manager for a personal invitation, or write to %(contact)s.")


class AddressField(forms.EmailField):
    """An address that every mail server carries, in lower case."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("E-mail address"), max_length=254, **kwargs)
        self.widget.attrs["autocomplete"] = "email"

    def to_python(self, value: Any) -> str:
        """Name what is wrong with other letters; Django only says that the address is not valid."""
        email = str(super().to_python(value)).lower()
        check_address(email)
        return email


class SignUpForm(SignupForm):  # type: ignore[misc]  # allauth's classes are made for this
    """Who wants to come in, with an address of a member or with an invitation. A password comes later, if ever."""

    name = forms.CharField(
        label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}), strip=True
    )
    email = AddressField(help_text=_("Of your work. We mail a code to it."))
    job_title = forms.CharField(
        label=_("Job title"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    field_order = ("name", "email", "job_title", "organisation")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Fix the address of an invitation; ask for the organisation when several share the domain."""
        super().__init__(*args, **kwargs)
        self.account: User | None = None
        self.fields["email"].label = _("E-mail address")
        self.invitation = kept_invitation(current.request.session)
        if self.invitation:
            self._fix(self.invitation)
        elif self.is_bound:
            self._ask_which()

    def _fix(self, invitation: PersonInvitation) -> None:
        self.fields["email"].disabled = True
        self.fields["email"].help_text = _("Your invitation is for this address. We mail a code to it.")
        self.initial |= {"email": invitation.email, "name": invitation.name}

    def _ask_which(self) -> None:
        try:
            organisations = organisations_of(self.fields["email"].clean(self.data.get("email")))
        except ValidationError:
            return
        if len(organisations) > 1:
            self.fields["organisation"] = forms.ModelChoiceField(
                organisations,
                label=_("Organisation"),
                help_text=_("Several organisations use this domain."),
                error_messages={"required": _("Choose the organisation where you work.")},
            )
            self.order_fields(self.field_order)

    def clean_name(self) -> str:
        """Keep it on one line."""
        return " ".join(self.cleaned_data["name"].split())

    def clean_job_title(self) -> str:
        """Keep it on one line."""
        return " ".join(self.cleaned_data["job_title"].split())

    def clean_email(self) -> str:
        """Let in whoever was invited, and people of members; say nothing about accounts."""
        email: str = self.cleaned_data["email"]
        invited = PersonInvitation.objects.open().filter(email__iexact=email).exists()
        if not invited and is_public(email):
            raise _refusal(_("This is an address of a public mail service. Use the one of your work."))
        if not invited and not organisations_of(email).exists():
            raise _refusal(_("No member of the network uses this domain."))
        return email

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Begin; for an address with an account the page is the same, and its owner is mailed that he has one."""
        self.account = begin_sign_up(email=self.cleaned_data["email"])
        self.account_already_exists = self.account is None
        return cast("tuple[User | None, HttpResponse | None]", super().try_save(request))

    def save(self, request: HttpRequest) -> User | None:
        """Keep on the server what was typed, until the address is proven."""
        organisation: Organisation | None = self.cleaned_data.get("organisation")
        newcomer = Newcomer(
            email=self.cleaned_data["email"],
            name=self.cleaned_data["name"],
            job_title=self.cleaned_data["job_title"],
            organisation_id=organisation.pk if organisation else None,
        )
        remember(request.session, newcomer)
        return self.account


def _refusal(reason: Any) -> ValidationError:
    contact = first_network().contact_email
    advice = str(ASK_OR_WRITE) % {"contact": contact} if contact else str(ASK)
    return ValidationError(f"{reason} {advice}", code="domain")
