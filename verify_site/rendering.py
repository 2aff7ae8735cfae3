"""Templates filled: one environment per language, compiled once, so that a page costs no look-up of translations.

render("verdict.html", spoken("en"), words=words, …)          -> str
padded(html, PAGE_STEP)                                       -> bytes of a whole multiple of PAGE_STEP
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from flask import Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from messages import Language
from verify_site.language import Speech, spoken

TEMPLATES = Path(__file__).parent.parent / "templates" / "site"
STATIC = Path(__file__).parent / "static"
PAGE_STEP = 16 * 1024
CONSTANT = re.compile(r"""\b_\("(?P<text>[^"\\]*)"\)|\blink\('(?P<path>[^']*)'\)""")
JSON_STEP = 2048
"""Answers to typed look-ups are padded to multiples of these, so that their length tells nothing."""


class _Spoken(FileSystemLoader):
    """Templates with their constant texts and links already in one language, so that Jinja folds them into the page:
    measured, that saves a third of the time of a verdict page.
    """

    def __init__(self, speech: Speech) -> None:
        super().__init__(TEMPLATES)
        self._speech = speech

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """The template's source, constants replaced."""
        source, path, fresh = super().get_source(environment, template)
        return CONSTANT.sub(self._constant, source), path, fresh

    def _constant(self, found: re.Match[str]) -> str:
        text = self._speech.text(found["text"]) if found["text"] is not None else self._speech.link(found["path"])
        return json.dumps(text, ensure_ascii=False)


class Renderer:
    """The templates in both languages, with what every page of this site says."""

    def __init__(self, *, host: str, demonstration: bool) -> None:
        self._environments = {language: _environment(language, host, demonstration) for language in ("zh", "en")}
        # Those of a verification are ready before the first visitor; a part's own wait for its first request.
        for template in TEMPLATES.glob("*.html"):
            for environment in self._environments.values():
                environment.get_template(template.name)

    def __call__(self, template: str, speech: Speech, /, **values: Any) -> str:
        """The filled template; an absent value is an error, never an empty place."""
        found: Template = self._environments[speech.language].get_template(template)
        return found.render(values)


@cache
def _environment(language: Language, host: str, demonstration: bool) -> Environment:
    """The templates in one language; sites of one process that say the same share what is compiled."""
    speech = spoken(language)
    environment = Environment(
        loader=_Spoken(speech),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(_=speech.text, link=speech.link, tag=speech.tag)
    environment.globals.update(official_host=host, demonstration=demonstration, stylesheet=asset("site.css"))
    return environment


@cache
def asset(name: str) -> str:
    """A static file's address; it changes with its content, so that browsers may keep it for a year."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


def padded(text: str, step: int) -> bytes:
    """The text in UTF-8, followed by white space up to a whole multiple of `step` bytes."""
    body = text.encode()
    return body + b" " * (-len(body) % step)


def page(html: str | bytes, status: int = 200) -> Response:
    """An HTML answer."""
    return Response(html, status, content_type="text/html; charset=utf-8")
