"""The application put together.

app = create_app(Settings.from_environment(os.environ))
app = create_app(settings, limited=False)       # for benchmarks, which are one network
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import Rule

from registry.settings import Settings
from verify_site import problems
from verify_site.api_v1.routes import API
from verify_site.desk.routes import DESK
from verify_site.forms.routes import FORMS
from verify_site.guide.routes import GUIDE, GUIDE_API
from verify_site.limits import Limits
from verify_site.lists.keeping import remove_old
from verify_site.lists.routes import LISTS
from verify_site.logs import AccessLog, log_error, note_route
from verify_site.offline.routes import OFFLINE, STATUS_LISTS
from verify_site.pages import pages
from verify_site.parts import LARGEST_BODY, MOST_FIELDS, Part
from verify_site.prepared.routes import PREPARED
from verify_site.published import published
from verify_site.receipts.routes import RECEIPTS
from verify_site.rendering import STATIC, Renderer
from verify_site.scan.routes import SCAN
from verify_site.security import SecureHeaders
from verify_site.service import open_service
from verify_site.statistics.counting import Counts

if TYPE_CHECKING:
    from types import TracebackType

PARTS: tuple[Part, ...] = (LISTS, RECEIPTS, SCAN, API, DESK, FORMS, GUIDE, GUIDE_API, PREPARED, OFFLINE, STATUS_LISTS)


class _Rule(Rule):
    """A rule that compiles what `url_for` runs when it is asked for: two functions per address, half of what putting
    the application together would cost, and no page asks.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compile_now = super()._compile_builder

        def build(rule: Rule, **values: Any) -> tuple[str, str]:
            return compile_now(append_unknown)(rule, **values)

        return build


class Site(Flask):
    """Flask, except that an unexpected error is logged without what it holds."""

    url_rule_class = _Rule

    def log_exception(self, exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None]) -> None:
        """Log the error's kind and the lines it passed through."""
        log_error(exc_info[1])


def create_app(settings: Settings, *, limited: bool = True) -> Flask:
    """The site for these settings; raises SpokenError where registry, keys or translations are not usable."""
    service = open_service(settings)
    app = Site(__name__, static_folder=str(STATIC), static_url_path="/static", template_folder=None)
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
        MAX_FORM_PARTS=MOST_FIELDS,
        SEND_FILE_MAX_AGE_DEFAULT=86400,
    )
    # Redirecting //V/1 to /V/1 would repeat a code in a Location header.
    app.url_map.merge_slashes = False
    renderer = Renderer(host=service.address.authority, demonstration=settings.demonstration)
    app.extensions["service"] = service
    app.extensions["renderer"] = renderer
    app.extensions["counts"] = Counts()
    app.extensions["limits"] = Limits(app, store=settings.limit_store, enabled=limited)
    for blueprint in (pages, published, *(part.blueprint() for part in PARTS)):
        app.register_blueprint(blueprint)
    app.before_request(note_route)
    remove_old(settings.lists, datetime.now(UTC))
    problems.register(app, renderer, f"{service.address.scheme}://{service.address.authority}")
    _wrap(app, proxies=settings.proxies, https=service.address.scheme == "https")
    return app


def _wrap(app: Flask, *, proxies: int, https: bool) -> None:
    """Put headers, log and proxies around the application, from the inside out."""
    inner: Any = AccessLog(SecureHeaders(app.wsgi_app, https=https))
    if proxies:
        inner = ProxyFix(inner, x_for=proxies, x_proto=proxies, x_host=0, x_prefix=0)
    app.wsgi_app = inner  # type: ignore[method-assign] # the documented way to wrap a Flask application
