"""The web: pages, the JSON API, the one map from errors to statuses, and the site's translations.

    app = create_app(Settings.from_environment(os.environ))        # verify_site.app
    granian --interface wsgi --factory verify_site.wsgi:create     # under a server

It reads the registry and the public key set, holds no private key, changes nothing, sets no cookie and loads nothing
from elsewhere. Only this package knows HTTP.
"""
