"""The form renderer named by the setting FORM_RENDERER."""

from django.forms.renderers import DjangoTemplates


class PeervejRenderer(DjangoTemplates):
    """Renders `{{ form }}` and `{{ form.name.as_field_group }}` with our own markup."""

    form_template_name = "design/forms/form.html"
    field_template_name = "design/forms/field.html"
