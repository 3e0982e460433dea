"""Another network: founded from the terminal or a script, all or nothing, with pages that say what comes."""

import io
import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from config.management.commands.serve import prepare_database
from members.models import Network, Person, User
from portal.actions import found_network
from tests.factories import NetworkFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "turf-bij-de-vecht"
ANSWERS = {
    "name": "Verbond Vechtstreek",
    "tagline": "Samen langs de Vecht",
    "palette": "getij",
    "contact_email": "info@vecht.example",
    "sender_email": "post@vecht.example",
    "contact_phone": "000 111 22 33",
    "school_region": "Midden",
    "admin_email": "Bea@Vecht.example",
    "admin_name": "Bea Bestuurder",
}
PAGES = [
    *("/", "/sectoren/", "/leden/", "/bijeenkomsten/", "/programmas/", "/kenniskringen/", "/activiteiten/"),
    *("/nieuws/",),
]


class Terminal(io.StringIO):
    """A terminal at which somebody types lines, and at the end presses Ctrl-C."""

    def readline(self, *args):
        line = super().readline(*args)
        if not line:
            raise KeyboardInterrupt
        return line


def type_in(monkeypatch, *lines):
    """Put these lines on standard input, in which no terminal hides a password."""
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


@pytest.fixture
def password_file(tmp_path):
    path = tmp_path / "password"
    path.write_text(f"{PASSWORD}\n")
    return path


def everything():
    """Return how many rows there are of all that founding a network writes."""
    return [model.objects.count() for model in (Network, User, Person)]


def check_founded():
    network = Network.objects.get()
    shown = {name: getattr(network, name) for name in ANSWERS if not name.startswith("admin")}
    assert shown == {name: text for name, text in ANSWERS.items() if not name.startswith("admin")}
    admin = User.objects.get(email="bea@vecht.example", is_superuser=True, is_staff=True, is_active=True)
    assert list(admin.emailaddress_set.values_list("email", "verified", "primary")) == [(admin.email, True, True)]
    assert (admin.person.name, admin.person.email, admin.person.organisation) == (
        "Bea Bestuurder",
        admin.email,
        None,
    )
    return admin


def test_new_network_from_options(password_file, capsys):
    call_command("new_network", interactive=False, admin_password_file=str(password_file), **ANSWERS)

    assert check_founded().check_password(PASSWORD)
    said = capsys.readouterr().out
    assert "Verbond Vechtstreek is founded" in said
    assert "sign in as bea@vecht.example at http://localhost:8000/beheer/" in said
    assert "docs/new-network.md" in said


def test_new_network_from_answers(monkeypatch):
    type_in(monkeypatch, *ANSWERS.values(), PASSWORD, PASSWORD)

    call_command("new_network")

    assert check_founded().check_password(PASSWORD)


def test_new_network_takes_defaults_for_empty_answers(monkeypatch):
    silent = {"tagline": "", "palette": "", "contact_phone": "", "school_region": ""}
    type_in(monkeypatch, *(ANSWERS | silent).values(), "")

    call_command("new_network")

    network = Network.objects.get()
    assert (network.tagline, network.palette, network.contact_phone, network.school_region) == (
        "",
        "brink",
        "",
        "Noord",
    )


def test_new_network_asks_only_what_the_options_leave_open(monkeypatch, password_file, capsys):
    type_in(monkeypatch, "getij")

    call_command("new_network", admin_password_file=str(password_file), **(ANSWERS | {"palette": "paars"}))

    check_founded()
    told = capsys.readouterr()
    assert told.err == "--palette: Select a valid choice. paars is not one of the available choices.\n"
    assert told.out.startswith("Palette (brink, getij) [brink]: \n")


@pytest.mark.parametrize(
    ("question", "wrong", "error"),
    [
        ("name", "", "This field is required."),
        ("name", "x" * 101, "at most 100 characters (it has 101)"),
        ("name", "Vecht\0", "Null characters are not allowed."),
        ("tagline", "x" * 101, "at most 100 characters (it has 101)"),
        ("palette", "paars", "paars is not one of the available choices."),
        ("contact_email", "", "This field is required."),
        ("contact_email", "info@", "Enter a valid email address."),
        ("sender_email", "post", "Enter a valid email address."),
        ("contact_phone", "0" * 31, "at most 30 characters (it has 31)"),
        ("school_region", "Oost", "Oost is not one of the available choices."),
        ("admin_email", "bea", "Enter a valid email address."),
        ("admin_name", " ", "This field is required."),
    ],
)
class TestWrongAnswer:
    def test_new_network_repeats_the_question(self, monkeypatch, capsys, question, wrong, error):
        lines = [[wrong, text] if name == question else [text] for name, text in ANSWERS.items()]
        type_in(monkeypatch, *(line for pair in lines for line in pair), PASSWORD, PASSWORD)

        call_command("new_network")

        check_founded()
        assert error in capsys.readouterr().err

    def test_new_network_from_options_saves_nothing(self, question, wrong, error):
        with pytest.raises(CommandError) as refusal:
            call_command("new_network", interactive=False, **(ANSWERS | {question: wrong}))

        assert str(refusal.value).startswith(f"Nothing was saved.\n--{question.replace('_', '-')}: ")
        assert error in str(refusal.value)
        assert everything() == [0, 0, 0]


@pytest.mark.parametrize(
    ("refused", "error"),
    [
        (["kort"], "This password is too short."),
        (["bea@vecht.example"], "The password is too similar to the e-mail address."),
        ([PASSWORD, "turf-bij-de-dinkel"], "The two passwords are not the same."),
    ],
)
def test_new_network_asks_a_refused_password_again(monkeypatch, capsys, refused, error):
    type_in(monkeypatch, *ANSWERS.values(), *refused, PASSWORD, PASSWORD)

    call_command("new_network")

    assert check_founded().check_password(PASSWORD)
    assert error in capsys.readouterr().err


def test_new_network_from_options_refuses_a_weak_password(tmp_path):
    (tmp_path / "password").write_text("12345\n")

    with pytest.raises(CommandError, match="--admin-password-file: This password is too short"):
        call_command("new_network", interactive=False, admin_password_file=str(tmp_path / "password"), **ANSWERS)

    assert everything() == [0, 0, 0]


def test_new_network_without_its_password_file_says_so(tmp_path):
    with pytest.raises(CommandError, match="password cannot be read: No such file"):
        call_command("new_network", interactive=False, admin_password_file=str(tmp_path / "password"), **ANSWERS)


def test_new_network_without_options_names_all_that_is_needed():
    with pytest.raises(CommandError) as refusal:
        call_command("new_network", interactive=False)

    assert re.findall(r"^--[a-z-]+", str(refusal.value), re.MULTILINE) == [
        *("--name", "--contact-email", "--sender-email", "--admin-email", "--admin-name")
    ]


def test_new_network_without_password_prints_a_link_that_sets_one(client, capsys):
    call_command("new_network", interactive=False, **ANSWERS)
    assert not check_founded().has_usable_password()
    link = re.search(r"http://localhost:8000(/account/\S+)", capsys.readouterr().out)[1]

    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    client.post("/account/login/", {"login": "bea@vecht.example", "password": PASSWORD})

    assert client.get("/beheer/").status_code == 200
    assert "password1" not in client.get(link, follow=True).text


def test_new_network_beside_another_is_refused_by_name():
    NetworkFactory(name="Verbond Dinkelland")

    with pytest.raises(CommandError, match="already serves Verbond Dinkelland"):
        call_command("new_network", interactive=False, **ANSWERS)

    assert everything() == [1, 0, 0]


def test_new_network_refuses_the_address_of_an_account_in_any_case():
    UserFactory(email="bea@vecht.example")

    with pytest.raises(CommandError, match="--admin-email: There is already an account with this address"):
        call_command("new_network", interactive=False, **ANSWERS)

    assert everything() == [0, 1, 0]


def test_new_network_refuses_the_address_of_a_person():
    PersonFactory(email="bea@vecht.example")

    with pytest.raises(CommandError, match="--admin-email: There is already a person with this address"):
        call_command("new_network", interactive=False, **ANSWERS)

    assert everything() == [0, 0, 1]


def test_found_network_that_fails_at_its_last_row_keeps_none():
    PersonFactory(email="bea@vecht.example")

    with pytest.raises(IntegrityError):
        found_network(
            network=Network(name="Verbond Vechtstreek"),
            admin_email="bea@vecht.example",
            admin_name="Bea Bestuurder",
            admin_password=PASSWORD,
        )

    assert everything() == [0, 0, 1]


@pytest.mark.parametrize("answered", range(len(ANSWERS) + 2))
def test_new_network_stopped_by_ctrl_c_leaves_nothing(monkeypatch, answered):
    lines = [*ANSWERS.values(), PASSWORD][:answered]
    monkeypatch.setattr("sys.stdin", Terminal("".join(f"{line}\n" for line in lines)))

    with pytest.raises(CommandError, match="Stopped; nothing was saved") as stop:
        call_command("new_network")

    assert stop.value.returncode == 130
    assert everything() == [0, 0, 0]


def test_new_network_without_enough_answers_leaves_nothing(monkeypatch):
    type_in(monkeypatch, *list(ANSWERS.values())[:4])

    with pytest.raises(CommandError, match="ended before the questions"):
        call_command("new_network")

    assert everything() == [0, 0, 0]


def test_new_network_with_unreadable_text_leaves_nothing():
    with pytest.raises(CommandError, match="not UTF-8"):
        call_command("new_network", interactive=False, **(ANSWERS | {"name": "Caf\udce9"}))

    assert everything() == [0, 0, 0]


@pytest.mark.parametrize("page", PAGES)
def test_page_of_a_new_network_says_what_will_come(client, page):
    call_command("new_network", interactive=False, **ANSWERS)

    html = client.get(page).text

    assert '<html lang="nl" data-palette="getij"' in html
    assert "Verbond Vechtstreek" in html
    assert re.search(r'class="empty">.*?<p>\w.+?</p>', html, re.DOTALL)


def test_admin_of_a_new_network_opens_for_its_first_administrator(client):
    call_command("new_network", interactive=False, **ANSWERS)
    client.force_login(User.objects.get())

    assert client.get("/beheer/").status_code == 200
    assert client.get("/beheer/members/network/1/change/").status_code == 200


def test_serve_without_demonstration_leaves_the_database_empty(settings):
    settings.DEMO = False

    prepare_database(print)

    assert everything() == [0, 0, 0]


def files():
    """Return the files that every network runs: all but the demonstration, tests, documents and what tools leave."""
    hidden = re.compile(r"^(\.(?!ci|env\.example)|tests$|docs$|README)")
    for top in ROOT.iterdir():
        if not hidden.match(top.name):
            yield from [top] if top.is_file() else (path for path in top.rglob("*") if path.is_file())


def test_only_the_demonstration_names_its_networks():
    named = re.compile(rb"samenwerking[ _-]?noord|(?<![a-z])ssnt(?![a-z])", re.IGNORECASE)

    naming = {
        path.relative_to(ROOT)
        for path in files()
        if "__pycache__" not in path.parts and named.search(path.read_bytes())
    }

    assert Path("portal/demo/network.py") in naming
    assert {path for path in naming if path.parts[:2] != ("portal", "demo")} == set()
