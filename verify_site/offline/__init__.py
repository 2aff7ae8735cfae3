"""Checking without a network: a page that installs as a web app, and the published files that it checks against.

The check itself runs in the browser (`static/offline/`), by `signing/FORMAT.md` and `signing/STATUS.md`; the server
only hands out the page, its script and the files that `python -m registry publish` wrote.
"""
