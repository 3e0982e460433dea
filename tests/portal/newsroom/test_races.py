"""Two who act on one article at the same moment: one act happens, the other says why not."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from members.models import OutboxMessage
from portal.models import Article
from portal.newsroom import acts
from portal.newsroom.closing_acts import draft_closing
from tests.factories import ArticleFactory, ProgrammeFactory, editor_user, member_user

pytestmark = pytest.mark.django_db(transaction=True)

NOTHING = {"programmes": [], "circles": [], "sectors": []}


def at_once(*all_acts):
    """Run acts at the same moment, each on a connection of its own; return what each raised."""
    start = Barrier(len(all_acts))

    def run(act):
        start.wait()
        try:
            act()
        except (ValidationError, acts.StaleError) as error:
            return error
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(all_acts)) as pool:
        return list(pool.map(run, all_acts))


def test_two_editors_publish_at_once():
    article = ArticleFactory(published_at=None, text="<p>Tekst.</p>", written_by=member_user())
    publish = [partial(acts.publish_article, article=article, at=None, version=1, by=editor_user()) for _ in range(2)]

    raised = at_once(*publish)

    assert sum(error is not None for error in raised) == 1
    assert OutboxMessage.objects.filter(kind="article_decided").count() == 1


def test_two_make_the_closing_article_at_once():
    programme = ProgrammeFactory()

    raised = at_once(*(partial(draft_closing, programme=programme, by=editor_user()) for _ in range(3)))

    assert raised == [None] * 3
    assert Article.objects.get().closes == programme


def test_articles_with_one_title_made_at_once_get_their_own_addresses():
    values = {"title": "Glasvezel ligt", "lead": "", "text": ""}
    users = [editor_user() for _ in range(3)]

    raised = at_once(*(partial(acts.write_article, values=values, links=NOTHING, by=user) for user in users))

    assert raised == [None] * 3
    slugs = set(Article.objects.values_list("slug", flat=True))
    assert slugs == {"glasvezel-ligt", "glasvezel-ligt-2", "glasvezel-ligt-3"}
