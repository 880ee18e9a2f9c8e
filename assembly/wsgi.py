"""The web server's way in."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.template.loader import get_template
from django.urls import get_resolver

from . import kept, logs, waiting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assembly.settings")

application = kept.again(
    waiting.guard(
        logs.told(get_wsgi_application()),
        waiting.Line(settings.SERVED_AT_ONCE, settings.LONGEST_LINE),
        waiting.Crowd(settings.LONGEST_WAIT_SECONDS),
    )
)

# What every page needs is loaded now, once for all processes, not while the first visitors wait.
get_resolver().url_patterns  # noqa: B018
get_template("public/register/step.html")
waiting.load_pages()
