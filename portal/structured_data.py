"""Organisations and articles in the words of schema.org."""

from __future__ import annotations

from django.urls import reverse

from members.models import Organisation, Person
from members.structured_data import Node, article_node, organisation_node, person_node
from portal.models import Article


def organisation_data(organisation: Organisation) -> Node:
    """Describe an organisation that was fetched `with_membership`."""
    return organisation_node(
        name=organisation.name,
        page=organisation.get_absolute_url(),
        short_name=organisation.short_name,
        website=organisation.website,
        logo=organisation.logo.url_as("page"),
        seat=organisation.seat,
        province=organisation.province,
        is_member=vars(organisation)["is_member"],
    )


def article_data(article: Article) -> Node | None:
    """Describe a published article that was fetched with its author; without an image its shared picture stands in."""
    if article.published_at is None:
        return None
    drawn = reverse("share-image", kwargs={"kind": "article", "key": article.slug})
    return article_node(
        headline=article.title,
        page=article.get_absolute_url(),
        published=article.published_at,
        modified=article.modified_at,
        description=article.lead,
        image=article.image.url_as("wide") or drawn,
        author=_author(article.author) if article.author else None,
    )


def _author(person: Person) -> Node:
    """Name an author as the byline does."""
    organisation = person.organisation
    return person_node(
        name=person.name,
        job_title=person.job_title,
        organisation=organisation.name if organisation else "",
        page=organisation.get_absolute_url() if organisation else "",
    )
