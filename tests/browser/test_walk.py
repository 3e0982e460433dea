"""Following links to pages of every route, as every role: no dead link, no fault, nothing that leaves the machine."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.browser.conftest import ROLES, name_of

# Routes that no link of a visitor leads to, and why.
UNLINKED = {
    "favicon": "for machines",
    "network-image": "for sites that show a link to us",
    "share-image": "for sites that show a link to us",
    "article-feed": "announced in the head",
    "sector-feed": "announced in the head",
    "search": "reached by its form",
    "healthz": "for machines",
    "readyz": "for machines",
    "robots": "for machines",
    "sitemap": "for machines",
    "security-txt": "for machines",
    "component-gallery": "for developers",
    "document-detail": "only where a meeting has a public document",
    "mail-answer": "reached by a mail",
    "mine-calendar-revoke": "for forms",
    "circle-calendar": "shown to be copied",
    "network-calendar": "shown to be copied",
    "personal-calendar": "shown once, to be copied",
    "sector-calendar": "shown to be copied",
    "account_email_verification_sent": "after signing up",
    "account_signup": "left alone, as all that begins with /account/",
    "action-done": "for forms",
    "invitation-accept": "reached by a mail",
    "invitation-withdraw": "for forms",
    "correction-create": "only for who was there, while minutes can be corrected",
    "correction-handle": "only once a correction is proposed",
    "habits-copy": "for forms",
    "meeting-plan-confirm": "once a plan is kept",
    "meeting-presence": "from the day of the meeting on",
    "meeting-reinstate": "only where a meeting fell through",
    "minutes-finish": "only while minutes can be corrected",
    "topic-offer": "for forms",
    "topic-support": "for forms",
    "unsubscribe": "reached by a mail",
    "mine-data-download": "once data are gathered",
    "mine-seat": "for forms",
    "person-erase": "linked in the admin",
    "person-leave": "linked in the admin",
    "waiting": "for who waits",
    "activity-join": "for forms",
    "activity-leave": "for forms",
    "activity-state": "for forms",
    "article-offer": "for forms",
    "circle-alive": "only once it is asked whether a circle lives",
    "circle-feed": "announced in the head",
    "circle-request-withdraw": "for forms",
    "circle-take-on": "for forms",
    "decision-document": "only where a decision has a file",
    "handover-answer": "reached by a mail",
    "life-sign": "reached by a mail",
    "outcome-move": "for forms",
    "outcome-remove": "only for an outcome without work",
    "participation-remove": "for forms",
    "pool-entry-close": "for forms",
    "programme-feed": "announced in the head",
    "workstream-move": "for forms",
}

# Routes that no visitor sees a link to; someone with an account does.
PERSONAL = {
    "activity-create",
    "activity-people",
    "activity-update",
    "agenda-edit",
    "article-create",
    "article-edit",
    "article-publish",
    "article-return",
    "article-withdraw",
    "article-write",
    "circle-coordinator",
    "circle-create",
    "circle-join",
    "circle-leave",
    "circle-page-create",
    "circle-page-delete",
    "circle-page-detail",
    "circle-page-list",
    "circle-page-update",
    "circle-people",
    "circle-request-decide",
    "circle-state",
    "circle-update",
    "contribution-remove",
    "document-create",
    "document-remove",
    "gathering-create",
    "handover-ask",
    "handover-create",
    "handover-follow",
    "handover-list",
    "handover-mine",
    "handover-record",
    "handover-update",
    "handover-withdraw",
    "home-list",
    "invitation-create",
    "life-sign-mine",
    "meeting-answer",
    "meeting-cancel",
    "meeting-create",
    "meeting-invitations",
    "meeting-minutes",
    "meeting-plan",
    "meeting-preparation",
    "meeting-skip",
    "meeting-update",
    "mine",
    "mine-calendar",
    "mine-employer",
    "mine-leave",
    "mine-mail",
    "mine-seat-leave",
    "mine-seats",
    "mine-security",
    "minutes-edit",
    "minutes-publish",
    "office",
    "office-table",
    "organisation-leave",
    "organisation-succession",
    "outcome-create",
    "outcome-update",
    "platform-end",
    "platform-host",
    "pool-entry-create",
    "pool-entry-update",
    "preparation-dates",
    "preparation-reopen",
    "preparation-settle",
    "preparation-waive",
    "presenter-answer",
    "programme-closing",
    "programme-deputy-create",
    "programme-deputy-end",
    "programme-end",
    "programme-outcomes",
    "programme-participant-create",
    "programme-participant-end",
    "programme-propose",
    "programme-step",
    "request-decide",
    "request-list",
    "sector-invitations",
    "sector-review",
    "sector-review-table",
    "topic-create",
    "topic-decide",
    "topic-detail",
    "topic-list",
    "topic-update",
    "topic-withdraw",
    "workstream-create",
    "workstream-remove",
    "workstream-stage",
    "workstream-update",
    "year-answer",
}


@pytest.mark.parametrize("role", ROLES)
def test_walk_finds_no_dead_link(walk_as, role):
    walk = walk_as(role)

    dead = {
        f"{path} (from {walk.linked_from.get(path)}): {status}" for path, status in walk.pages.items() if status >= 400
    }
    assert dead == set()
    assert len(walk.pages) > 100


def test_walk_of_a_visitor_reaches_every_public_route(walk_as):
    assert route_names() - set(UNLINKED) - reached_by("visitor", walk_as) <= PERSONAL


def test_walks_of_people_reach_their_own_routes(walk_as):
    assert PERSONAL - reached_by("member", walk_as) - reached_by("manager", walk_as) <= reached_by("editor", walk_as)


def reached_by(role, walk_as) -> set[str | None]:
    """The names of the routes that a role came to."""
    return {name_of(path) for path in walk_as(role).pages}


def route_names() -> set[str]:
    """The names of the site's own routes; those of the admin and of accounts live behind a prefix."""
    names: set[str] = set()
    for entry in get_resolver().url_patterns:
        prefix = str(entry.pattern)
        if isinstance(entry, URLResolver) and not prefix:
            names |= {one.name for one in entry.url_patterns if isinstance(one, URLPattern)}
    return names
