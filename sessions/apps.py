from django.apps import AppConfig


class SessionsConfig(AppConfig):
    name = "sessions"
    label = "assembly_sessions"
    default_auto_field = "django.db.models.BigAutoField"
