"""Who may use the units' desk: organisations, their people and roles, invitations, signing in, and the audit trail.

    started = sign_in(session, login, password, passwords=passwords, …)     # casework.accounts.sign_in
    member = find_session(session, token, now=now).member                   # casework.accounts.sessions
    submit(session, as_submitter(member), …)                                # casework.accounts.member

There is no account for an individual: `OrganisationKind` has units, agencies and authorities, every account belongs to
one of them, and the type that submits (`Submitter`) is made of nothing else. This module imports nothing, so that the
site can name roles at its start without loading what signs people in.
"""
