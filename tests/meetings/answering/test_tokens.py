"""Links to answer with: signed, for one invitation, at the address that it was mailed to."""

import pytest

from meetings.answering.tokens import invitation_of, token_of
from tests.factories import InvitationFactory

pytestmark = pytest.mark.django_db


def test_token_leads_back_to_its_invitation(django_assert_num_queries):
    invitation = InvitationFactory()
    InvitationFactory()

    with django_assert_num_queries(1):
        found = invitation_of(token_of(invitation))
        assert (found, found.person.account, found.meeting) == (invitation, None, invitation.meeting)


def test_token_dies_with_the_address():
    invitation = InvitationFactory(address="old@example.org")
    token = token_of(invitation)
    invitation.address = "new@example.org"
    invitation.save()

    assert invitation_of(token) is None
    assert invitation_of(token_of(invitation)) == invitation


def test_token_names_no_address():
    assert "example" not in token_of(InvitationFactory(address="somebody@example.org"))


def test_token_of_another_invitation_opens_no_other():
    first, second = InvitationFactory(), InvitationFactory()
    signature = token_of(first).partition(".")[2]

    assert invitation_of(f"{second.pk}.{signature}") is None


@pytest.mark.parametrize(
    "token", ["", ".", "1", "1.", "1.x", "x.y", "-1.x", "²3.x", "1" * 5000, f"{'9' * 30}.x", "é.é"]
)
def test_forged_token_opens_nothing(token):
    InvitationFactory()

    assert invitation_of(token) is None
