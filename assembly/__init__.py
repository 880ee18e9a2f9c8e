"""The project, and the floor that every app stands on."""

from .celery_app import app as celery_app

__all__ = ["celery_app"]
