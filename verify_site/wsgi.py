"""What a server starts: `granian --interface wsgi --factory verify_site.wsgi:create`.

Reads the environment. Where the registry, its schema, the keys or a setting cannot be used, it says so in two
sentences and ends the process with exit code 2 instead of serving pages that could only fail.
"""

from __future__ import annotations

import os
import sys

from flask import Flask

from messages import SpokenError
from registry.settings import Settings
from verify_site.app import create_app
from verify_site.logs import to_standard_error
from verify_site.statistics.counting import write_every_few_seconds


def create() -> Flask:
    """The application, with its log on standard error and its counts written to the database."""
    to_standard_error()
    try:
        app = create_app(Settings.from_environment(os.environ))
    except SpokenError as error:
        sys.stderr.write(f"错误：{error.say('zh')}\nError: {error.say('en')}\n")
        raise SystemExit(2) from error
    write_every_few_seconds(app)
    return app
