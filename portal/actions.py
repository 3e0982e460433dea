"""Acts that touch several models or floors."""

from allauth.account.models import EmailAddress
from django.db import transaction

from members.models import Network, Person, User


@transaction.atomic
def found_network(*, network: Network, admin_email: str, admin_name: str, admin_password: str) -> Network:
    """Store the network of this installation with its first administrator, whose address counts as verified.

    An empty password makes an account that can only be entered by choosing a password through a link. There is nobody
    yet to act, so there is no `by`. Raises IntegrityError when there is a network or such an account already.
    """
    network.save(force_insert=True)
    account = User.objects.create_superuser(admin_email, admin_password or None)
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    Person.objects.create(name=admin_name, email=account.email, account=account)
    return network
