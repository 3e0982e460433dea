"""Pages on which news is written, offered, published, returned and taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from js_asset import Media

from meetings.scheduling.differences import COLUMNS, Difference
from members.dates import moment_long
from members.gates import account_of
from members.models import User
from members.permissions import can_edit_content
from portal.models import Article
from portal.newsroom import acts
from portal.newsroom.access import below_writing, check_writer, get_editable, get_publishable, get_returnable
from portal.newsroom.differences import differences
from portal.newsroom.forms import SUBJECTS, ArticleForm, PublishForm, ReturnForm
from portal.newsroom.page import desk_of, standing_of
from portal.newsroom.rights import Beat, beat_of, can_publish_article
from programmes.models import KnowledgeCircle, Programme


@require_safe
@login_required
def article_write(request: HttpRequest) -> HttpResponse:
    """Show what one writes and what waits; editors see what waits for them."""
    user = account_of(request)
    check_writer(user)
    context = {"desk": desk_of(user), "breadcrumb": [*below_writing("")[:1], (_("Write news"), "")]}
    return render(request, "portal/article_write.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def article_create(request: HttpRequest) -> HttpResponse:
    """Begin an article."""
    user = account_of(request)
    check_writer(user)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ArticleForm(*sent, instance=Article(), user=user, about=_about(request, user))
    if form.is_valid():
        article = acts.write_article(values=form.values(), links=form.links(), by=user)
        return _stored(request, article)
    context = {"form": form, "media": _media(request, form), "breadcrumb": below_writing(_("New article"))}
    return render(request, "portal/article_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def article_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an article. Who comes second sees what the first changed."""
    user = account_of(request)
    article = get_editable(user, pk)
    said = _said(article, user)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ArticleForm(*sent, instance=article, user=user, about=_links(article))
    changed: list[Difference] = []
    if form.is_valid():
        given = {"values": form.values(), "links": form.links()}
        try:
            return _stored(
                request, acts.update_article(article=article, version=form.cleaned_data["version"], by=user, **given)
            )
        except acts.StaleError as stale:
            changed = differences(stale.article, **given)
            if not changed:
                return redirect("article-edit", pk)
            form.take_version(stale.article.version)
    context = said | {"form": form, "media": _media(request, form), "changed": changed, "columns": COLUMNS}
    return render(request, "portal/article_edit.html", context)


@require_POST
@login_required
def article_offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a draft to the editors."""
    user = account_of(request)
    article = get_editable(user, pk)
    try:
        acts.offer_article(article=article, by=user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("article-edit", pk)
    messages.success(request, _("The article is offered. An editor decides, and you get a mail."))
    return redirect("article-write")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def article_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an article as it will be, and publish it now or at a moment to come."""
    user = account_of(request)
    article = get_publishable(user, pk)
    form = PublishForm(request.POST if request.method == "POST" else None, article=article)
    if form.is_valid():
        given = {"at": form.cleaned_data["at"], "version": form.cleaned_data["version"]}
        try:
            return _published(request, acts.publish_article(article=article, by=user, **given))
        except acts.StaleError:
            messages.warning(request, _("Someone changed this article meanwhile. Read it once more, then decide."))
            return redirect("article-publish", pk)
        except ValidationError as error:
            form.add_error(None, error)
    return render(request, "portal/article_publish.html", _said(article, user, _("Publish")) | {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def article_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Send an offered article back to its writer, with a reason."""
    user = account_of(request)
    article = get_returnable(user, pk)
    form = ReturnForm(request.POST if request.method == "POST" else None, initial={"version": article.version})
    if form.is_valid():
        try:
            acts.return_article(article=article, by=user, **form.cleaned_data)
        except acts.StaleError:
            messages.warning(request, _("Someone changed this article meanwhile. Read it once more, then decide."))
            return redirect("article-publish", pk)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The article is back with its writer, who gets a mail."))
            return redirect("article-write")
    return render(request, "portal/article_return.html", _said(article, user, _("Send back")) | {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def article_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether an article is to be taken back, and take it back."""
    user = account_of(request)
    article = get_publishable(user, pk)
    if request.method == "POST":
        try:
            taken = acts.withdraw_article(article=article, by=user)
        except ValidationError as error:
            messages.info(request, error.messages[0])
        else:
            gone = _("The article is withdrawn. Readers no longer see it.")
            messages.success(request, gone if taken.withdrawn_at else _("It is a draft again."))
        return redirect("article-write")
    return render(request, "portal/article_withdraw.html", _said(article, user, _("Withdraw")))


def _about(request: HttpRequest, user: User) -> dict[str, list[int]]:
    """Return what a new article is about by itself: what the address names, or the only thing of its writer's own."""
    beat = Beat() if can_edit_content(user) else beat_of(user)
    own = {name: sorted(getattr(beat, name)) for name in SUBJECTS}
    if sum(map(len, own.values())) == 1:
        return own
    programmes = Programme.objects.filter(slug=request.GET.get("programma", ""))
    circles = KnowledgeCircle.objects.filter(slug=request.GET.get("kring", ""))
    return {
        "programmes": list(programmes.values_list("pk", flat=True)) if "programma" in request.GET else [],
        "circles": list(circles.values_list("pk", flat=True)) if "kring" in request.GET else [],
    }


def _links(article: Article) -> dict[str, list[int]]:
    return {name: list(getattr(article, name).values_list("pk", flat=True)) for name in SUBJECTS}


def _media(request: HttpRequest, form: ArticleForm) -> Any:
    """Return what the form loads; the import map of the editor gets the nonce that the CSP asks for."""
    media = form.media
    return media.with_nonce(request.csp_nonce) if isinstance(media, Media) else media  # type: ignore[attr-defined]


def _said(article: Article, user: User, last: str = "") -> dict[str, Any]:
    """Return what pages about a stored article say, whatever a form makes of it."""
    now = timezone.now()
    return {
        "article": article,
        "pk": article.pk,
        "title": article.title,
        "standing": standing_of(article, now),
        "moment": moment_long(article.published_at) if article.published_at else "",
        "reason": article.returned_reason,
        "may_publish": can_publish_article(user, article),
        "may_return": can_edit_content(user) and article.published_at is None and article.proposed_at is not None,
        "breadcrumb": below_writing(last or article.title),
    }


def _stored(request: HttpRequest, article: Article) -> HttpResponse:
    messages.success(request, _("The article is stored."))
    return redirect("article-edit", article.pk)


def _published(request: HttpRequest, article: Article) -> HttpResponse:
    if article.is_published:
        messages.success(request, _("The article is published."))
        return redirect(article)
    moment = moment_long(article.published_at) if article.published_at else ""
    messages.success(request, _("The article is published by itself: %(moment)s.") % {"moment": moment})
    return redirect("article-write")
