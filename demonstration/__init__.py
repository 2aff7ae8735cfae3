"""A synthetic province for `make run`: authorities, keys, approved lists, issued and printed certificates, in `var/`.

Every person is invented: identity numbers are of people born in 1900, with serials nobody was given.
"""
