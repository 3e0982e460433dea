"""The pages that a circle writes, for itself or for all members."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from members.gates import account_of
from members.permissions import can_see_member_details
from programmes.circles.access import Crumb, below_circle, get_edited_circle, get_edited_page, get_page
from programmes.circles.forms import MoveForm, PageEditForm, PageForm
from programmes.circles.page_acts import create_page, delete_page, edit_page, move_page_up
from programmes.circles.views import renew
from programmes.models import CirclePage, KnowledgeCircle
from programmes.permissions import can_edit_circle, can_read_circle_pages
from programmes.refusals import carried_out


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def circle_page_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the pages of a circle that the reader may read; who keeps the circle puts them in order."""
    circle = get_object_or_404(KnowledgeCircle, slug=slug)
    may_edit = can_edit_circle(request.user, circle)
    if not can_see_member_details(request.user) or (request.method == "POST" and not may_edit):
        raise PermissionDenied
    form = MoveForm(request.POST if request.method == "POST" else None, circle=circle)
    if form.is_valid():
        move_page_up(page=form.cleaned_data["up"], by=account_of(request))
        return redirect("circle-page-list", circle.slug)
    pages = circle.pages.select_related("author").in_order()
    context = {
        "circle": circle,
        "pages": [page for page in pages if can_read_circle_pages(request.user, circle, page.visibility)],
        "may_edit": may_edit,
        "form": form,
        "breadcrumb": below_circle(circle, _("Pages")),
    }
    return render(request, "programmes/circle_page_list.html", context)


@require_safe
@login_required
def circle_page_detail(request: HttpRequest, slug: str, page: str) -> HttpResponse:
    """Show a page of a circle."""
    found = get_page(request, slug, page)
    context = {
        "page": found,
        "circle": found.circle,
        "may_edit": can_edit_circle(request.user, found.circle),
        "breadcrumb": below_circle(found.circle, found.title, _way_to_list(found.circle)),
    }
    return render(request, "programmes/circle_page_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def circle_page_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Let who keeps a circle write a page."""
    circle = get_edited_circle(request, slug)
    form = PageForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        page = carried_out(form, create_page, circle=circle, by=account_of(request), **form.cleaned_data)
        if page:
            messages.success(request, _("The page is there."))
            return redirect("circle-page-detail", circle.slug, page.slug)
    crumbs = below_circle(circle, _("New page"), _way_to_list(circle))
    context = {"circle": circle, "form": form, "page": None, "breadcrumb": crumbs}
    return render(request, "programmes/circle_page_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def circle_page_update(request: HttpRequest, slug: str, page: str) -> HttpResponse:
    """Let who keeps a circle change a page; where someone else was first, both texts are shown."""
    found = get_edited_page(request, slug, page)
    form = PageEditForm(request.POST if request.method == "POST" else None, page=found)
    if form.is_valid() and carried_out(form, edit_page, page=found, by=account_of(request), **form.cleaned_data):
        messages.success(request, _("The page is changed."))
        return redirect("circle-page-detail", slug, found.slug)
    renew(form, found.version)
    context = {
        "circle": found.circle,
        "page": found,
        "form": form,
        "is_stale": form.has_error("__all__", "stale"),
        "breadcrumb": below_circle(found.circle, _("Change"), _way_to_list(found.circle), _way_to_page(found)),
    }
    return render(request, "programmes/circle_page_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def circle_page_delete(request: HttpRequest, slug: str, page: str) -> HttpResponse:
    """Ask, and delete a page."""
    found = get_edited_page(request, slug, page)
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        delete_page(page=found, by=account_of(request))
        messages.success(request, _("The page is deleted."))
        return redirect("circle-page-list", slug)
    crumbs = below_circle(found.circle, _("Delete"), _way_to_list(found.circle), _way_to_page(found))
    context = {"circle": found.circle, "page": found, "breadcrumb": crumbs}
    return render(request, "programmes/circle_page_delete.html", context)


def _way_to_list(circle: KnowledgeCircle) -> Crumb:
    return _("Pages"), reverse("circle-page-list", args=[circle.slug])


def _way_to_page(page: CirclePage) -> Crumb:
    return page.title, reverse("circle-page-detail", args=[page.circle.slug, page.slug])
