"""The addresses of the forms; those of files stay the same from version to version."""

from __future__ import annotations

from verify_site.parts import Part, View

FORMS = Part(
    "forms",
    "/forms",
    "verify_site.forms",
    (
        View("", ("GET",), "pages", "catalogue"),
        View("/<notice>/<form>", ("GET",), "pages", "form_page"),
        View("/<notice>/<form>/<file>", ("GET",), "pages", "blank"),
        View("/<notice>/<case>.zip", ("GET",), "pages", "all_of_case"),
    ),
)
