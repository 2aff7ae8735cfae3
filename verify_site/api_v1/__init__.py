"""The API for programs: verifications one by one and in batches, keys with quotas, and its own description.

`routes` names the addresses, `operations` describes them, `openapi` writes that down; docs/api.md shows how to use it.
"""
