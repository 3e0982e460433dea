"""Making the closing article of a programme, once."""

from __future__ import annotations

from django.db import transaction

from members.models import User
from portal.models import Article
from portal.newsroom.acts import write_article
from portal.newsroom.closing import closing_draft
from programmes.models import Programme


@transaction.atomic
def draft_closing(*, programme: Programme, by: User) -> Article:
    """Make a draft of what the data tell about a programme; when there is one already, that one is given back."""
    held = Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    if known := Article.objects.filter(closes=held).first():
        return known
    draft = closing_draft(programme)
    values = {"title": draft.title, "lead": draft.lead, "text": draft.text}
    links = {"programmes": [held.pk], "circles": draft.circles}
    return write_article(values=values, links=links, by=by, closes=held)
