"""What a calendar file has to be for Outlook, Google and Apple together; ordinary parsers let all of this pass.

`faults_in_feed` and `faults_in_invitation` return what is wrong, in words: a good file has no faults.
"""

import re
from collections import Counter
from typing import NamedTuple

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
IN_EVENT = (
    "UID",
    "SEQUENCE",
    "DTSTAMP",
    "LAST-MODIFIED",
    "DTSTART",
    "DTEND",
    "SUMMARY",
    "DESCRIPTION",
    "URL",
    "TRANSP",
)
IN_FEED = {
    "REFRESH-INTERVAL;VALUE=DURATION": "PT4H",
    "X-PUBLISHED-TTL": "PT4H",
    "X-WR-TIMEZONE": "Europe/Amsterdam",
}
NOT_IN_FEED = ("METHOD", "ORGANIZER", "ATTENDEE")
NOWHERE = ("RDATE", "RECURRENCE-ID", "EXDATE")
MOMENTS = ("DTSTART", "DTEND")
IN_UTC = ("DTSTAMP", "LAST-MODIFIED")
ASKED = {"PARTSTAT", "ROLE", "CUTYPE", "RSVP"}


class Line(NamedTuple):
    """A content line: in which components it stands, its name, its parameters and its value."""

    inside: tuple[str, ...]
    name: str
    params: dict[str, str]
    value: str


def faults_in_feed(content: bytes) -> list[str]:
    """Return what is wrong with a calendar to read."""
    lines, faults = _read(content)
    at_top = {
        ";".join([line.name, *_shown(line.params)]): line.value for line in lines if line.inside == ("VCALENDAR",)
    }
    faults += [f"{name} in a feed" for name in NOT_IN_FEED if any(line.name == name for line in lines)]
    faults += [f"no {name}:{value}" for name, value in IN_FEED.items() if at_top.get(name) != value]
    if not at_top.get("NAME") or at_top["NAME"] != at_top.get("X-WR-CALNAME"):
        faults.append("NAME and X-WR-CALNAME differ or are missing")
    return faults


def faults_in_invitation(content: bytes, method: str) -> list[str]:
    """Return what is wrong with an invitation or its withdrawal."""
    lines, faults = _read(content)
    if [line.value for line in lines if line.name == "METHOD"] != [method]:
        faults.append(f"METHOD is not {method}")
    for name, allowed in (("ORGANIZER", set()), ("ATTENDEE", {*ASKED, "CN"})):
        found = [line for line in lines if line.name == name]
        if len(found) != 1 or not re.fullmatch(r"mailto:[^\s<>]+@[^\s<>]+", found[0].value):
            faults.append(f"not one bare {name}")
        elif found[0].params.keys() - allowed or (allowed and ASKED - found[0].params.keys()):
            faults.append(f"{name} with {sorted(found[0].params)}")
        elif name == "ATTENDEE" and found[0].params["RSVP"] != "FALSE":
            faults.append("RSVP without a mailbox that reads replies")
    if sum(line.inside[-1:] == ("VEVENT",) and line.name == "UID" for line in lines) != 1:
        faults.append("not one event")
    if method == "CANCEL" and not any((line.name, line.value) == ("STATUS", "CANCELLED") for line in lines):
        faults.append("CANCEL without STATUS:CANCELLED")
    return faults


def _read(content: bytes) -> tuple[list[Line], list[str]]:
    text = content.decode()
    faults = _faults_of_bytes(content, text)
    lines = list(_lines(text))
    faults += _faults_of_calendar(lines) + _faults_of_zones(lines)
    for event in _events(lines):
        faults += _faults_of_event(event)
    return lines, faults


def _faults_of_bytes(content: bytes, text: str) -> list[str]:
    raw = content.split(b"\r\n")
    faults = []
    if re.search(rb"(?<!\r)\n|\r(?!\n)", content) or raw[-1]:
        faults.append("lines that do not end in CRLF")
    if b"" in raw[:-1]:
        faults.append("a blank line")
    if raw[0] != b"BEGIN:VCALENDAR":
        faults.append("does not begin with BEGIN:VCALENDAR")
    if any(len(line) > 75 for line in raw):
        faults.append("a line of more than 75 octets")
    if CONTROL.search(text.replace("\r\n", "")):
        faults.append("a control character")
    return faults


def _lines(text: str):
    inside = []
    for line in re.sub(r"\r\n[ \t]", "", text).split("\r\n"):
        match = re.fullmatch(r'([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^",;:]*))*):(.*)', line, re.DOTALL)
        if match is None:
            if line:
                yield Line(tuple(inside), "?", {}, line)
            continue
        name, params, value = match.groups()
        if name == "END":
            inside = inside[:-1]
        pairs = re.findall(r';([^=]+)=("[^"]*"|[^;]*)', params)
        yield Line(tuple(inside), name, {key: text.strip('"') for key, text in pairs}, value)
        if name == "BEGIN":
            inside = [*inside, value]


def _shown(params: dict[str, str]) -> list[str]:
    return [f"{name}={value}" for name, value in params.items()]


def _events(lines: list[Line]) -> list[list[Line]]:
    events = []
    for line in lines:
        if (line.name, line.value) == ("BEGIN", "VEVENT"):
            events.append([])
        elif line.inside[:2] == ("VCALENDAR", "VEVENT"):
            events[-1].append(line)
    return events


def _faults_of_calendar(lines: list[Line]) -> list[str]:
    faults = [f"no content line: {line.value}" for line in lines if line.name == "?"]
    faults += [f"{line.name} somewhere" for line in lines if line.name in NOWHERE]
    faults += ["RRULE outside a time zone" for line in lines if line.name == "RRULE" and "VTIMEZONE" not in line.inside]
    faults += ["an alarm" for line in lines if (line.name, line.value) == ("BEGIN", "VALARM")]
    top = Counter(line.name for line in lines if line.inside == ("VCALENDAR",))
    faults += [f"not one {name}" for name in ("VERSION", "PRODID", "CALSCALE") if top[name] != 1]
    if top["UID"]:
        faults.append("a UID of the calendar")
    uids = Counter(line.value for line in lines if line.name == "UID")
    return faults + [f"a UID twice: {uid}" for uid, count in uids.items() if count > 1]


def _faults_of_zones(lines: list[Line]) -> list[str]:
    in_zone = ("VCALENDAR", "VTIMEZONE")
    known = [line.value for line in lines if line.name == "TZID" and line.inside == in_zone]
    used = {line.params["TZID"] for line in lines if "TZID" in line.params}
    faults = [f"a TZID without VTIMEZONE: {name}" for name in used if name not in known]
    parts = Counter(line.value for line in lines if line.name == "BEGIN" and line.inside == in_zone)
    faults += [f"not one {part} in each zone" for part in ("STANDARD", "DAYLIGHT") if parts[part] != len(known)]
    return faults + (["a zone twice"] if len(known) != len(set(known)) else [])


def _faults_of_event(event: list[Line]) -> list[str]:
    counts, values = Counter(line.name for line in event), {line.name: line.value for line in event}
    faults = [f"not one {name} in an event" for name in IN_EVENT if counts[name] != 1]
    faults += [f"{line.name} is not in UTC" for line in event if line.name in IN_UTC and not line.value.endswith("Z")]
    faults += [f"{line.name} floats" for line in event if line.name in MOMENTS and _floats(line)]
    if values.get("DESCRIPTION", "").split("\\n")[0] != values.get("URL"):
        faults.append("DESCRIPTION does not begin with the address of the page")
    if values.get("STATUS") == "CANCELLED" and values.get("TRANSP") != "TRANSPARENT":
        faults.append("cancelled, and still taking time")
    return faults


def _floats(line: Line) -> bool:
    return not (line.value.endswith("Z") or "TZID" in line.params or line.params.get("VALUE") == "DATE")
