"""Pages of gatherings that know of the circle: planning one, and the calendar of all that are public."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from meetings.calendars.feed_views import NETWORK_NAME, answer_with, no_feed
from meetings.inviting.after import lead_to_invitations
from meetings.models import Meeting
from members.gates import account_of
from programmes.circles.access import below_circle, get_edited_circle
from programmes.gatherings.acts import create_gathering, why_not_gather
from programmes.gatherings.feed import circle_feed
from programmes.gatherings.forms import GatheringForm
from programmes.models import KnowledgeCircle
from programmes.refusals import put_on_form

DRAFTED = gettext_lazy("The gathering is kept as a draft.")
SCHEDULED = gettext_lazy("The gathering is scheduled.")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def gathering_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Plan a gathering of a circle; then lead to where its invitations are mailed."""
    circle = get_edited_circle(request, slug)
    form = GatheringForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and (meeting := _create(request, circle, form)):
        return lead_to_invitations(request, meeting, SCHEDULED if form.schedules else DRAFTED)
    context = {
        "form": form,
        "circle": circle,
        "closed": why_not_gather(circle),
        "breadcrumb": below_circle(circle, _("Plan a gathering")),
    }
    return render(request, "programmes/gathering_create.html", context)


@csrf_exempt  # who posts is told that it is the wrong method, not that a token is missing
@require_safe
def circle_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the public gatherings of a circle."""
    circle = KnowledgeCircle.objects.only("name").annotate(network=NETWORK_NAME).filter(slug=slug).first()
    return answer_with(request, circle_feed(circle, circle.network or "")) if circle else no_feed()


def _create(request: HttpRequest, circle: KnowledgeCircle, form: GatheringForm) -> Meeting | None:
    try:
        return create_gathering(
            circle=circle,
            values=form.values(),
            key=form.cleaned_data["key"],
            schedule=form.schedules,
            by=account_of(request),
        )
    except ValidationError as error:
        put_on_form(form, error)
        return None
