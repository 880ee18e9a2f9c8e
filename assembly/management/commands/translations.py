from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from assembly import catalogue


class Command(BaseCommand):
    """Bring the translations of all pages up to date with the code, or build what Django reads."""

    help = "Update the catalogues in locale/, or --build them for the application."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--build", action="store_true", help="only write the compiled files")

    def handle(self, *args: Any, **options: Any) -> None:
        for language in catalogue.OTHERS:
            if not options["build"]:
                catalogue.update(language)
                left = catalogue.out_of_date(language)
                self.stdout.write(f"{language.code}: {len(left)} to translate")
            catalogue.build(language)
