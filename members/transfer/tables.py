"""The sheets of organisations, people and network memberships."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from itertools import count
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from members.models import NetworkMembership, Organisation, Person
from members.periods import Period
from members.transfer.cells import Cell, Choice, Day, Degrees, Domains, Email, Names, Reference, WebAddress, folded
from members.transfer.reading import Table

OTHER_CODE = _("“%(name)s” has another official code here: %(code)s.")
NAMESAKE = _("There is already somebody with this name at this organisation. Give the e-mail address that stands here.")
OTHER_ADDRESS = _("This person has another e-mail address here. Change it on the person's page first.")


def organisation_names() -> Names:
    """Return what organisations are called: official code first, then name, then short name."""
    return Names(Organisation.objects.all(), "official_code", "name", "short_name")


class OrganisationTable(Table):
    """Organisations, by official code or else by name."""

    name = Cell("name", example="Gemeente Voorbeeld")
    short_name = Cell("short_name", example="Voorbeeld")
    kind = Cell("kind", Choice(Organisation.Kind.choices), example="municipality")
    official_code = Cell("official_code", example="GM9999")
    seat = Cell("seat", example="Voorbeelddorp")
    province = Cell("province", example="Drenthe")
    website = Cell("website", WebAddress(), example="https://www.example.org")
    latitude = Cell("latitude", Degrees(), example="52,9925")
    longitude = Cell("longitude", Degrees(), example="6,5625")
    email_domains = Cell("email_domains", Domains(), example="example.org, example.net")

    required: ClassVar[set[str]] = {"name"}

    class Meta(Table.Meta):
        model = Organisation

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        stored = list(Organisation.objects.all())
        self.by_code = Names(stored, "official_code")
        self.by_name = Names(stored, "name")
        self.slugs = {organisation.slug for organisation in stored}

    def identities(self, row: Mapping[str, Any]) -> list[Hashable]:
        code, name = folded(str(row.get("official_code", ""))), folded(str(row["name"]))
        return [(column, text) for column, text in (("code", code), ("name", name)) if text]

    def match(self, row: Mapping[str, Any]) -> Organisation | None:
        code = self.value("official_code", row) or ""
        for organisation in self.by_code(code):
            return organisation  # type: ignore[no-any-return]
        for organisation in self.by_name(self.value("name", row) or ""):
            if code and organisation.official_code:
                params = {"name": organisation.name, "code": organisation.official_code}
                raise ValidationError({"official_code": ValidationError(OTHER_CODE, params=params)})
            return organisation  # type: ignore[no-any-return]
        return None

    def import_instance(self, instance: Organisation, row: Mapping[str, Any], **kwargs: Any) -> None:
        """Give a new organisation an address of its own."""
        instance.slug = instance.slug or self._free_slug(str(row["name"]))
        super().import_instance(instance, row, **kwargs)

    def _free_slug(self, name: str) -> str:
        base = slugify(name)[:70] or "organisatie"
        slug = next(each for each in (base, *(f"{base}-{n}" for n in range(2, 10_000))) if each not in self.slugs)
        self.slugs.add(slug)
        return slug


class PersonTable(Table):
    """People, by e-mail address. Without one only who is new by name and organisation is added."""

    name = Cell("name", example="Anna Voorbeeld")
    job_title = Cell("job_title", example="Adviseur")
    organisation = Cell("organisation", Reference(), example="Gemeente Voorbeeld")
    email = Cell("email", Email(), example="anna.voorbeeld@example.org")
    phone = Cell("phone", example="050 123 45 67")
    contact_visibility = Cell("contact_visibility", Choice(Person.ContactVisibility.choices), example="members")

    required: ClassVar[set[str]] = {"name"}

    class Meta(Table.Meta):
        model = Person

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        self.fields["organisation"].widget.names = organisation_names()
        stored = list(Person.objects.select_related("organisation"))
        self.by_email = Names(stored, "email")
        self.by_name = Names(stored, "name")

    def identities(self, row: Mapping[str, Any]) -> list[Hashable]:
        if email := self.value("email", row):
            return [email]
        return [(folded(str(row["name"])), self.value("organisation", row))]

    def match(self, row: Mapping[str, Any]) -> Person | None:
        email = self.value("email", row) or ""
        for person in self.by_email(email):
            return person  # type: ignore[no-any-return]
        organisation = self.value("organisation", row)
        namesakes = [each for each in self.by_name(str(row["name"])) if each.organisation == organisation]
        if len(namesakes) > 1:
            raise ValidationError(NAMESAKE)
        for person in namesakes:
            self._refuse_doubt(person, email, row)
            return person  # type: ignore[no-any-return]
        return None

    def _refuse_doubt(self, person: Person, email: str, row: Mapping[str, Any]) -> None:
        """Take a namesake for the same person only to add the address, or when nothing else would change."""
        if email:
            if person.email:
                raise ValidationError({"email": ValidationError(OTHER_ADDRESS)})
            return
        given = {name for name in ("job_title", "phone", "contact_visibility") if row.get(name, "") != ""}
        if any(self.value(name, row) != getattr(person, name) for name in given):
            raise ValidationError(NAMESAKE)


class PeriodTable(Table):
    """Dated rows, by what they join and their first day. An unknown first day is an empty cell."""

    keys: ClassVar[list[str]] = []

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        stored = self._meta.model._default_manager.select_related(*self.keys)
        self.stored = {tuple(getattr(row, name) for name in (*self.keys, "since")): row for row in stored}

    def identities(self, row: Mapping[str, Any]) -> list[Hashable]:
        key = self._key(row)
        return [key] if None not in key[:-1] else [next(self._unknown)]

    def match(self, row: Mapping[str, Any]) -> Period | None:
        return self.stored.get(self._key(row))

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._unknown = count()  # rows whose organisation is wrong are no repetition of each other

    def _key(self, row: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(self.value(name, row) for name in (*self.keys, "since"))


class NetworkMembershipTable(PeriodTable):
    """Which organisation belongs to the network, and when."""

    organisation = Cell("organisation", Reference(), example="Gemeente Voorbeeld")
    since = Cell("since", Day(), example="01-01-2027")
    until = Cell("until", Day(), example="01-01-2031")

    required: ClassVar[set[str]] = {"organisation"}
    keys: ClassVar[list[str]] = ["organisation"]

    class Meta(Table.Meta):
        model = NetworkMembership

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        super().before_import(dataset, **kwargs)
        self.fields["organisation"].widget.names = organisation_names()
