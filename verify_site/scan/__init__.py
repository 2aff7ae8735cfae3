"""Scanning in the page, and codes in uploaded pictures and PDFs; nothing that is looked at is kept.

`pages` has the page and what an upload is answered with, `frames` reads what the camera sees, `reading` finds codes
in files. docs/adr/0013-reading-pictures.md says why it is so.
"""
