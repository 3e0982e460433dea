"""Says in two words which browser a session runs in."""

from django import template

register = template.Library()

BROWSERS = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
SYSTEMS = {sign: sign for sign in ("Android", "iPhone", "iPad", "Windows")} | {"Mac OS": "Mac", "Linux": "Linux"}


@register.filter
def browser(user_agent: str) -> str:
    """Name browser and system: "Firefox, Windows"; what names neither is shown as it is, cut short."""
    found = [_first(names, user_agent) for names in (BROWSERS, SYSTEMS)]
    return ", ".join(name for name in found if name) or user_agent[:40] or "?"


def _first(names: dict[str, str], user_agent: str) -> str:
    return next((name for sign, name in names.items() if sign in user_agent), "")
