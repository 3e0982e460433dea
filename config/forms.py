"""Forms in house style: label above, hint, error above the field, a summary that takes focus."""

from django.forms.renderers import TemplatesSetting


class BrinkFormRenderer(TemplatesSetting):
    """Render forms and fields with the house's own components."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
