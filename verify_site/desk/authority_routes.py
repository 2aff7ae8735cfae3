"""The addresses of the authorities' side of the desk: the queue, what is done with a case, notices and settings."""

from __future__ import annotations

from casework.accounts.words import AUTHORITIES, OrganisationKind, Role
from verify_site.desk.access import MEMBER, Door, Needs

OFFICES = AUTHORITIES | {OrganisationKind.AGENCY}
"""Kinds that a case of others can reach."""
REVIEWING = Needs.role(Role.REVIEWER, kinds=OFFICES)
DECIDING = Needs.role(Role.DECIDER, kinds=AUTHORITIES)
OFFICERS = Needs.role(Role.REVIEWER, Role.DECIDER, kinds=OFFICES)
ADMINISTERING = Needs.role(Role.ADMINISTRATOR)

AUTHORITY_DOORS: tuple[Door, ...] = (
    Door("/queue", ("GET",), "queue", "queue_page", OFFICERS),
    Door("/queue/batch", ("POST",), "batch", "batch", OFFICERS),
    Door("/cases/<int:application>/opinion", ("POST",), "review", "give_opinion", REVIEWING),
    Door("/cases/<int:application>/return", ("POST",), "review", "give_back", OFFICERS),
    Door("/cases/<int:application>/approve", ("POST",), "review", "approve", DECIDING),
    Door("/cases/<int:application>/refuse", ("POST",), "review", "refuse", DECIDING),
    Door("/cases/<int:application>/second", ("POST",), "review", "second", DECIDING),
    Door("/cases/<int:application>/entries", ("GET",), "entries", "entries_page", OFFICERS),
    Door("/cases/<int:application>/entries", ("POST",), "entries", "decide_part", OFFICERS),
    Door("/cases/<int:application>/originals", ("POST",), "review", "originals", OFFICERS),
    Door("/cases/<int:application>/collection", ("POST",), "review", "collection", OFFICERS),
    Door("/cases/<int:application>/false-material", ("POST",), "review", "false_material", DECIDING),
    Door("/notices", ("GET",), "notices", "notices_page", MEMBER),
    Door("/notices/seen", ("POST",), "notices", "seen", MEMBER),
    Door("/settings", ("GET",), "settings", "settings_page", ADMINISTERING),
    Door("/settings/mail", ("POST",), "settings", "set_mail", ADMINISTERING),
    Door(
        "/settings/deciders", ("POST",), "settings", "set_deciders", Needs.role(Role.ADMINISTRATOR, kinds=AUTHORITIES)
    ),
)
