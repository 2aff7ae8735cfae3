"""The addresses of the unit's side of the desk: cases, drafts, hand-over codes, files and rosters."""

from __future__ import annotations

from casework.accounts.words import Role
from verify_site.desk.access import MEMBER, Door, Needs

LARGEST_DRAFT = 32 * 1024 * 1024
"""Bytes of a draft's form with the files that come along: three of the largest, and the fields beside them."""
LARGEST_ROSTER = 64 * 1024 * 1024
"""Bytes of a roster's form: a spreadsheet and its photos."""

DRAFTING = Needs.role(Role.CLERK, Role.SUBMITTER)
SUBMITTING = Needs.role(Role.SUBMITTER)
HANDLING = Needs.role(Role.CLERK, Role.SUBMITTER, Role.REVIEWER, Role.DECIDER)
"""Whoever works on cases: what they take away holds the identity number."""

UNIT_DOORS: tuple[Door, ...] = (
    Door("/hand-over", ("GET",), "hand_over", "code_page", DRAFTING),
    Door("/hand-over", ("POST",), "hand_over", "preview", DRAFTING),
    Door("/hand-over/draft", ("POST",), "hand_over", "load", DRAFTING),
    Door("/cases", ("GET",), "cases", "case_list", MEMBER),
    Door("/cases", ("POST",), "drafting", "begin", DRAFTING),
    Door("/cases/new", ("GET",), "drafting", "choose_page", DRAFTING),
    Door("/cases/<int:application>", ("GET",), "cases", "case_page", MEMBER),
    Door("/cases/<int:application>/draft", ("GET",), "drafting", "draft_page", DRAFTING),
    Door("/cases/<int:application>/draft", ("POST",), "drafting", "save", DRAFTING, LARGEST_DRAFT),
    Door("/cases/<int:application>/submit", ("GET",), "submitting", "check_page", DRAFTING),
    Door("/cases/<int:application>/submit", ("POST",), "submitting", "hand_in", SUBMITTING),
    Door("/cases/<int:application>/withdraw", ("POST",), "submitting", "take_back", SUBMITTING),
    Door("/cases/<int:application>/files/<int:file>", ("GET",), "files", "attachment", HANDLING),
    Door("/cases/<int:application>/forms/<form>.<format>", ("GET",), "files", "filled_form", HANDLING),
    Door("/cases/<int:application>/checklist.pdf", ("GET",), "files", "checklist", MEMBER),
    Door("/cases/<int:application>/roster", ("GET",), "rosters", "roster_page", DRAFTING),
    Door("/cases/<int:application>/roster", ("POST",), "rosters", "upload", DRAFTING, LARGEST_ROSTER),
    Door("/cases/<int:application>/roster.xlsx", ("GET",), "rosters", "workbook", HANDLING),
)
