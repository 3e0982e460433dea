"""The demonstration: a network that looks alive on any day."""

from typing import NamedTuple

PASSWORD = "welkom-op-de-brink"  # noqa: S105 - printed by `make run`, made only while DEBUG is on


class Login(NamedTuple):
    """An account to look around with, and who it is."""

    email: str
    person: str
    meaning: str


DEMO_LOGINS = (
    Login("admin@example.org", "Berend Beheerlucht", "admin"),
    Login("editor@example.org", "Rixt Redactiepen", "editor"),
    Login("manager@example.org", "Marije Mastbos", "programme manager of Veiligheid, deputy in Overheden"),
    Login("chair@example.org", "Chris Kwelderpaal", "a chair of Veiligheid"),
    Login("member@example.org", "Margriet Meerkoet", "member, in sector Overheden"),
    Login("outsider@example.org", "Otto Oeverzwaluw", "member, in sector Water only"),
)
WAITING_LOGIN = Login("newcomer@example.org", "Nynke Nieuwveen", "has an account, waits for approval")
