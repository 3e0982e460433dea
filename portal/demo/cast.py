"""Who plays which part: organisations and people of the demonstration, looked up once per loader."""

from zlib import crc32

from members.models import Organisation, Person
from portal.demo.people import HAVE_THEIR_OWN


class Cast:
    """Finds organisations and people by the names that the data modules use."""

    def __init__(self) -> None:
        self.organisations = {organisation.name: organisation for organisation in Organisation.objects.all()}
        self._people = {person.name: person for person in Person.objects.by_name()}
        self._colleagues: dict[int | None, list[Person]] = {}
        for person in self._people.values():
            if person.email.endswith("@example.org") and person.name not in HAVE_THEIR_OWN:
                self._colleagues.setdefault(person.organisation_id, []).append(person)

    def organisation(self, name: str) -> Organisation | None:
        """Find an organisation; no name is none."""
        return self.organisations[name] if name else None

    def person(self, name: str, part: str) -> Person | None:
        """Find a person, or a made-up colleague at the organisation of that name: the same one for the same part."""
        if not name or name in self._people:
            return self._people.get(name)
        colleagues = self._colleagues[self.organisations[name].pk]
        return colleagues[crc32(part.encode()) % len(colleagues)]
