"""Mounts the admin of the network's editors in place of Django's own."""

from django.contrib.admin.apps import AdminConfig


class EditingConfig(AdminConfig):
    """Django's admin application with our site."""

    default = False
    default_site = "members.admin_site.EditorsSite"
