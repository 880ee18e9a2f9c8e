"""A mail server that takes its time."""

import time

from django.core.mail.backends.locmem import EmailBackend

SECONDS = 0.02


class Backend(EmailBackend):
    def send_messages(self, messages):
        time.sleep(SECONDS)
        return super().send_messages(messages)
