"""Founds the network of this installation, from answers on the terminal or from options."""

import sys
from getpass import getpass
from pathlib import Path
from typing import Any

import pghistory
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations
from django.db import IntegrityError, ProgrammingError
from django.urls import reverse

from members.models import Network, User
from portal.actions import found_network
from portal.founding import NewNetworkForm

QUESTIONS = {
    "name": "Name of the network",
    "tagline": "Tagline, the large words on the front page (may be empty)",
    "palette": "Palette",
    "contact_email": "E-mail address that visitors write to",
    "sender_email": "E-mail address that mail from the portal comes from",
    "contact_phone": "Phone of the office (may be empty)",
    "school_region": "Region of the school holidays",
    "admin_email": "E-mail address of the first administrator",
    "admin_name": "Name of the first administrator",
}
PASSWORDS = {
    "password1": "Password of the first administrator (empty: chosen later, through a link)",
    "password2": "The same password again",
}
PROMPTS = QUESTIONS | PASSWORDS
DEFAULTS = {name: field.initial for name, field in NewNetworkForm.base_fields.items() if field.initial}
SECONDS_PER_DAY = 24 * 60 * 60


class Command(BaseCommand):
    """Asks until the form accepts each answer, and then writes everything at once."""

    help = "Found the network of this installation: its name and face, and the first administrator."

    def add_arguments(self, parser: CommandParser) -> None:
        for name, question in QUESTIONS.items():
            parser.add_argument(option(name), help=question + hint(name))
        parser.add_argument("--admin-password-file", metavar="FILE", help="File with the password as its first line.")
        parser.add_argument("--no-input", "--noinput", action="store_false", dest="interactive", help="Ask nothing.")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        refuse_second_network()
        try:
            given = {name: options[name] for name in QUESTIONS if options[name] is not None}
            given |= passwords(options["admin_password_file"])
            form = self.interview(given) if options["interactive"] else NewNetworkForm(DEFAULTS | given)
            with pghistory.context(command="new_network"):
                network = found(form)
        except KeyboardInterrupt:
            raise CommandError("Stopped; nothing was saved.", returncode=130) from None
        except EOFError:
            raise CommandError("The answers ended before the questions; nothing was saved.") from None
        except UnicodeError:
            raise CommandError("This terminal or file holds text that is not UTF-8; nothing was saved.") from None
        self.announce(network, User.objects.get(email=form.cleaned_data["admin_email"]))

    def interview(self, given: dict[str, str]) -> NewNetworkForm:
        """Ask what was not given rightly, each question again until the form accepts the answer."""
        wrong = mistakes(NewNetworkForm(DEFAULTS | given))
        for name in given.keys() & wrong.keys():
            self.stderr.write(f"{option(name)}: {wrong[name]}")
        answers = {name: text for name, text in given.items() if name not in wrong}
        for names in [[name] for name in QUESTIONS] + [list(PASSWORDS)]:
            while not answers.keys() >= set(names):
                answers |= self.answers(names, answers)
        return NewNetworkForm(answers)

    def answers(self, names: list[str], known: dict[str, str]) -> dict[str, str]:
        """Ask questions that belong together; return their answers, or nothing when one of them is refused."""
        new: dict[str, str] = {}
        for name in names:
            new[name] = "" if name == "password2" and not new["password1"] else read(name)
            if mistake := mistakes(NewNetworkForm(known | new)).get(name):
                self.stderr.write(mistake)
                return {}
        return new

    def announce(self, network: Network, account: User) -> None:
        """Print how the administrator gets in, and what comes after."""
        login = f"{settings.PUBLIC_URL}{reverse('admin:index')}"
        self.stdout.write(f"\n{network.name} is founded; its pages are at {settings.PUBLIC_URL}/")
        if not account.has_usable_password():
            days = settings.PASSWORD_RESET_TIMEOUT // SECONDS_PER_DAY
            self.stdout.write(f"\nChoose a password through this link; it works once, and for {days} days:")
            self.stdout.write(f"  {password_link(account)}")
        self.stdout.write(f"\nThen sign in as {account.email} at {login} and, in this order:")
        for step in ("add logo and introduction", "organisations and people", "sectors with their chairs and managers"):
            self.stdout.write(f"  - {step}")
        self.stdout.write("docs/new-network.md walks you through them.")


def option(name: str) -> str:
    """Return the option that answers a question."""
    return "--admin-password-file" if name in PASSWORDS else f"--{name.replace('_', '-')}"


def mistakes(form: NewNetworkForm) -> dict[str, str]:
    """Return by question what is wrong with its answer."""
    return {name: " ".join(str(error) for error in errors) for name, errors in form.errors.items()}


def hint(name: str) -> str:
    """Name the answers a question takes and its default, where it has them."""
    choices = getattr(NewNetworkForm.base_fields[name], "choices", ())
    return f" ({', '.join(value for value, _label in choices)}) [{DEFAULTS[name]}]" if choices else ""


def refuse_second_network() -> None:
    """Raise CommandError when this installation serves a network, or has no tables for one."""
    try:
        network = Network.objects.first()
    except ProgrammingError as error:
        raise CommandError("The database has no tables yet: run manage.py migrate first.") from error
    if network:
        raise CommandError(f"This installation already serves {network.name}; another network needs its own.")


def passwords(path: str | None) -> dict[str, str]:
    """Read the password from the first line of a file and give it twice; nothing without a file."""
    if path is None:
        return {}
    try:
        password = (Path(path).read_text(encoding="utf-8").splitlines() or [""])[0]
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    return dict.fromkeys(PASSWORDS, password)


def read(name: str) -> str:
    """Ask one question; what is typed for a password is not shown."""
    prompt = f"{PROMPTS[name]}{hint(name)}: "
    hidden = name in PASSWORDS and sys.stdin.isatty()
    return (getpass(prompt) if hidden else input(prompt)) or DEFAULTS.get(name, "")


def found(form: NewNetworkForm) -> Network:
    """Store what the form holds; raise CommandError when it is not right."""
    if not form.is_valid():
        wrong = [f"{option(name)}: {mistake}" for name, mistake in mistakes(form).items()]
        raise CommandError("\n".join(["Nothing was saved.", *wrong]))
    try:
        return found_network(
            network=form.instance,
            admin_email=form.cleaned_data["admin_email"],
            admin_name=form.cleaned_data["admin_name"],
            admin_password=form.cleaned_data["password1"],
        )
    except IntegrityError as error:
        raise CommandError("Someone else entered a network or this account meanwhile; nothing was saved.") from error


def password_link(account: User) -> str:
    """Return the address at which the administrator chooses a first password."""
    key = {"uidb36": user_pk_to_url_str(account), "key": default_token_generator.make_token(account)}
    return f"{settings.PUBLIC_URL}{reverse('account_reset_password_from_key', kwargs=key)}"
