"""A unit's application, from a draft to a decision that the operators' command carries out.

    application_id = drafting.draft_from_prepared(session, member, prepared, now=now)
    submission.submit(session, as_submitter(member), application_id, version=1, now=now, vault=vault)
    reviewing.give_opinion(session, reviewer, application_id, version=2, opinion="材料齐全", now=now)
    reviewing.decide(session, decider, application_id, version=3, decision=Decision(approve=True), now=now)

Every function takes who acts as a `Member` (a person in an organisation; only a `Submitter` submits), finds the
application only where that organisation may see it, checks the move in `states.RULES`, writes one event, and flushes;
the caller commits. `version` is the one that the page showed: who acts on an old page hears `SomebodyElseWasFaster`.
Approval does not touch the registry: `casework.issuing` does, beside the key. docs/adr/0007-applications.md says why.
This module imports nothing, so that its parts are loaded where they are used.
"""
