"""Which way mail leaves, by the settings of the place."""

import os
import subprocess
import sys

import pytest

SHOW = (
    "from assembly import settings as s; "
    "print(s.EMAIL_BACKEND, getattr(s, 'EMAIL_HOST', ''), s.ANYMAIL.get('WEBHOOK_SECRET', ''))"
)


def way_out(**given: str) -> str:
    names = ("EMAIL_URL", "MAIL_PROVIDER", "ANYMAIL_WEBHOOK_SECRET")
    around = {name: value for name, value in os.environ.items() if name not in names}
    done = subprocess.run(
        [sys.executable, "-c", SHOW],
        env={**around, "ASSEMBLY_LOCAL": "1", **given},
        capture_output=True,
        text=True,
        check=True,
    )
    return " ".join(done.stdout.split())


@pytest.mark.parametrize(
    ("given", "way"),
    [
        ({}, "django.core.mail.backends.filebased.EmailBackend None"),
        ({"EMAIL_URL": "smtp://mail.example:25"}, "assembly.outbox.smtp.Backend mail.example"),
        ({"EMAIL_URL": "smtp+tls://u:p@mail.example"}, "assembly.outbox.smtp.Backend mail.example"),
        (
            {"MAIL_PROVIDER": "postmark", "ANYMAIL_WEBHOOK_SECRET": "a:b"},
            "anymail.backends.postmark.EmailBackend a:b",
        ),
    ],
    ids=["files", "SMTP", "SMTP with TLS", "a provider"],
)  # fmt: skip
def test_mail_leaves_the_way_that_the_settings_name(given, way):
    assert way_out(**given) == way
