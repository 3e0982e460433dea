"""vCard 4.0, read back by a reader written from RFC 6350 alone."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.vcard import LINE, Card, Name, folded, international, name_parts, vcard

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


def read(data: bytes) -> list[tuple[str, dict[str, str], list[str]]]:
    """Unfold and split a card: name, parameters and the unescaped components of each property."""
    assert data.endswith(b"\r\n")
    lines = re.sub(rb"\r\n[ \t]", b"", data).decode().removesuffix("\r\n").split("\r\n")
    found = []
    for line in lines:
        head, value = line.split(":", 1)
        name, *parameters = head.split(";")
        parts = re.findall(r"(?:^|;)((?:\\.|[^\\;])*)", value)
        found.append((name, dict(each.split("=") for each in parameters), [unescaped(part) for part in parts]))
    return found


def unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], text)


def card(**fields):
    return Card(**{"uid": "urn:uuid:1", "name": "Jan Bakker", **fields})


def value(name, **fields):
    return [parts for found, _parameters, parts in read(vcard(card(**fields))) if found == name]


def test_card_with_everything():
    full = card(
        organisation="Gemeente Assen",
        job_title="Adviseur",
        roles=["Voorzitter van Water", "Voorzitter van Zorg"],
        email="jan@example.org",
        phone="0592 36 69 11",
        pages=["https://brink.example/leden/assen/"],
        revised=datetime(2027, 4, 1, 8, 5, 6, tzinfo=UTC),
    )

    assert vcard(full).decode().split("\r\n") == [
        "BEGIN:VCARD",
        "VERSION:4.0",
        "KIND:individual",
        "UID:urn:uuid:1",
        "FN:Jan Bakker",
        "N:Bakker;Jan;;;",
        "ORG:Gemeente Assen",
        "TITLE:Adviseur",
        "ROLE:Voorzitter van Water",
        "ROLE:Voorzitter van Zorg",
        "EMAIL:jan@example.org",
        "TEL;VALUE=uri:tel:+31592366911",
        "URL:https://brink.example/leden/assen/",
        "REV:20270401T080506Z",
        "END:VCARD",
        "",
    ]


def test_what_is_unknown_is_left_out():
    names = [name for name, _parameters, _parts in read(vcard(card()))]

    assert names == ["BEGIN", "VERSION", "KIND", "UID", "FN", "N", "END"]


def test_values_are_escaped():
    line = 'Beleid; advies, "zorg" \\ en\nmeer'

    assert value("TITLE", job_title=line) == [[line]]
    assert b'TITLE:Beleid\\; advies\\, "zorg" \\\\ en\\nmeer\r\n' in vcard(card(job_title=line))


@pytest.mark.parametrize("broken", ["\r\n", "\n", "\r", "\u2028", "\x0b", "\x85"])
def test_nothing_in_a_value_becomes_a_property(broken):
    evil = f"Jan{broken}TEL:112{broken}END:VCARD"

    names = [name for name, _parameters, _parts in read(vcard(card(name=evil, job_title=evil, organisation=evil)))]

    assert names == ["BEGIN", "VERSION", "KIND", "UID", "FN", "N", "ORG", "TITLE", "END"]


@given(TEXT, TEXT)
def test_any_text_comes_back(job_title, organisation):
    data = vcard(card(job_title=job_title, organisation=organisation))
    found = {name: parts for name, _parameters, parts in read(data)}

    assert all(len(line) <= LINE for line in data.split(b"\r\n"))
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", data)
    for name, text in (("TITLE", job_title), ("ORG", organisation)):
        kept = re.sub("[\x00-\x08\x0e-\x1f\x7f]", "", re.sub("\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text))
        assert "".join(found.get(name, [""])) == kept


def test_lines_fold_at_75_octets_between_characters():
    pieces = folded("N:" + "é" * 100).split("\r\n")

    assert [len(piece.encode()) for piece in pieces] == [74, 75, 55]
    assert all(piece.startswith(" ") for piece in pieces[1:])


def test_line_of_75_octets_is_not_folded():
    assert folded("a" * 75) == "a" * 75
    assert folded("a" * 76) == "a" * 75 + "\r\n a"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("050 367 77 77", "+31503677777"),
        ("(050) 367-7777", "+31503677777"),
        ("06–12345678", "+31612345678"),
        ("+31 (0)50 367 77 77", "+31503677777"),
        ("0049 30 1234567", "+49301234567"),
        ("000 123 45 67", ""),
        ("14 050", ""),
        ("112", ""),
        ("050 367 77 77 tst 12", ""),
        ("٠٥٠٣٦٧٧٧٧٧", ""),
        ("via de balie", ""),
    ],
)
def test_number_gets_its_country_where_that_is_certain(typed, number):
    assert international(typed) == number


def test_number_that_is_no_uri_stays_as_it_was_typed():
    assert b"\r\nTEL:14 050\\, kies 1\r\n" in vcard(card(phone="14 050, kies 1"))


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Jan Bakker", ("Bakker", "Jan", "")),
        ("Anne Marie van der Berg", ("van der Berg", "Anne Marie", "")),
        ("drs. J.P. de Boer", ("de Boer", "J.P.", "drs.")),
        ("Prof. dr. Ida Smit", ("Smit", "Ida", "Prof. dr.")),
        ("Tjitske", ("", "Tjitske", "")),
        ("van Dijk", ("Dijk", "van", "")),
        ("drs.", ("", "drs.", "drs.")),
        ("", ("", "", "")),
    ],
)
def test_name_falls_into_parts(name, parts):
    assert name_parts(name) == Name(*parts)
