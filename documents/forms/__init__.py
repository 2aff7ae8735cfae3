"""The forms that units download: blank or filled from plain data, as DOCX, PDF, XLSX or TXT.

    forms = load_forms()                                   # or load_forms(folder of official templates)
    form = forms["hubei-2013-80/replacement-registration"]
    fill(form, {"name": "张三"}, FormFormat.DOCX, find_fonts())

A form is one file, `templates/documents/forms/<notice>/<form>/form.yaml`: its fields, its layout, whom it concerns. The
notices name the forms and print none of them, so the layouts are the project's own and every sheet says 样表, until an
operator puts the official template in place (docs/forms.md).
"""

from documents.forms.errors import FormError
from documents.forms.filling import file_name, fill, fill_roster
from documents.forms.loading import load_forms
from documents.forms.schema import FieldKind, FieldSource, Form, FormField, FormFormat, Text2

__all__ = [
    "FieldKind",
    "FieldSource",
    "Form",
    "FormError",
    "FormField",
    "FormFormat",
    "Text2",
    "file_name",
    "fill",
    "fill_roster",
    "load_forms",
]
