"""The units' desk: signing in, people, organisations, and the units' cases. The only part with a cookie.

Every address stands in `routes.DOORS` with who may use it; `gate.admit` is asked before each of them and checks the
session, the form's origin and the roles, so that no view can forget to.
"""
