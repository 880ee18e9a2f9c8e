"""Celery: the wake-up. What there is to do stands in the database."""

import os

from celery import Celery, signals

from . import logs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assembly.settings")

app = Celery("assembly")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

signals.after_setup_logger.connect(logs.in_workers)
signals.after_setup_task_logger.connect(logs.in_workers)
