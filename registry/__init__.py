"""What was issued and what holds today.

    engine = open_registry("sqlite:///var/registry.sqlite3")
    result = verify_code(text, keys=keys, registry=engine, address=address, now=now)
    result.verdict          # Verdict.VALID, Verdict.REVOKED, …

Write-verbs (`issuing`, `changes`, `importing`, `numbering`) flush and never commit; the command that calls them commits
once per batch. Reading for the public (`verification`) goes through SQLAlchemy Core, one indexed read per look-up.
"""
