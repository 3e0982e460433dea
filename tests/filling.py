"""Fills in a page's form as a browser would, so that tests post what the page itself offers."""

from html.parser import HTMLParser

NO_VALUE = {"submit", "button", "file", "checkbox", "radio"}


class FormReader(HTMLParser):
    """Collects the fields of the form with one id, and their values."""

    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id = form_id
        self.inside = False
        self.fields: dict[str, list[str]] = {}
        self.name = ""

    def handle_starttag(self, tag, attrs):
        given = {key: value or "" for key, value in attrs}
        if tag == "form":
            self.inside = given.get("id") == self.form_id
        if not self.inside:
            return
        if tag in {"select", "textarea"}:
            self.name = given.get("name", "")
            self.fields.setdefault(self.name, [] if tag == "select" else [""])
        elif tag == "option" and "selected" in given:
            self.fields[self.name].append(given.get("value", ""))
        elif tag == "input" and (given.get("type") not in NO_VALUE or "checked" in given):
            ticked = "on" if given.get("type") in {"checkbox", "radio"} else ""
            self.fields.setdefault(given.get("name", ""), []).append(given.get("value", ticked))

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        if tag == "textarea":
            self.name = ""

    def handle_data(self, data):
        if self.inside and self.lasttag == "textarea" and self.name:
            self.fields[self.name][0] += data.removeprefix("\n")


def filled(response, form_id):
    """The fields of a form as they stand, without the empty rows that scripts copy."""
    reader = FormReader(form_id)
    reader.feed(response.content.decode())
    return {name: values for name, values in reader.fields.items() if name and "__prefix__" not in name}


def add_row(data, prefix, **values):
    """Add a row to an inline."""
    number = int(data[f"{prefix}-TOTAL_FORMS"][0])
    data[f"{prefix}-TOTAL_FORMS"] = [str(number + 1)]
    data.update({f"{prefix}-{number}-{name}": value for name, value in values.items()})


def errors_of(response):
    """All that a refused admin page says, the rows' own messages included."""
    forms = [response.context["adminform"].form]
    sets = [inline.formset for inline in response.context["inline_admin_formsets"]]
    forms += [form for formset in sets for form in formset.forms]
    said = [message for form in forms for messages in form.errors.values() for message in messages]
    return said + [message for formset in sets for message in formset.non_form_errors()]
