"""Draw the next wave of addresses from a file on this machine: for files too large to upload.

    manage.py draw_addresses waltham-forest paf.csv.gz ONSPD.csv --edition "January 2024" \
        --licence "PSGA 0000" --seed 20240110 --size 10000 --by recruiter@example.org

The file is read once and not kept. If anything in it is wrong, nothing is drawn and the message
names the row. The person named by --by must hold the role for it; the audit trail names them.
"""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assembly import clock, permissions
from assembly.errors import DomainError
from assembly.models import Assembly, User
from recruitment import addresses
from recruitment.frames import FORMATS, WORTH_PROCESSES

STEP = 5  # percent between two lines of progress


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.add_argument("slug", help="the assembly")
        parser.add_argument("file", type=Path, help="the address file, CSV or gzip")
        parser.add_argument("postcodes", type=Path, help="our own columns, ONSPD or NSPL")
        for name in ("edition", "licence", "seed", "by"):
            parser.add_argument(f"--{name}", required=True)
        parser.add_argument("--size", type=int, required=True)
        parser.add_argument("--even-share", type=int, default=80)
        parser.add_argument("--deprived-deciles", type=int, default=3)
        parser.add_argument("--wards", nargs="*", default=[], help="draw in these only")
        parser.add_argument("--kind", choices=list(FORMATS), default="paf")
        parser.add_argument("--columns", default="")
        parser.add_argument("--districts", default="")
        parser.add_argument("--multi-residence", choices=["keep", "leave"], default="keep")
        parser.add_argument("--institutions", choices=["keep", "leave"], default="leave")

    def handle(self, *, slug: str, by: str, file: Path, **options: Any) -> None:
        given = {name: options[name] for name in GIVEN}
        try:
            size = file.stat().st_size
            assembly = Assembly.objects.get(slug=slug)
            user = User.objects.get(email__iexact=by)
            drawn = addresses.draw(
                assembly,
                file=file,
                by=permissions.actor(user, assembly),
                now=clock.now(),
                progress=self._progress(size),
                beside=size >= WORTH_PROCESSES,
                **given,
            )
        except Assembly.DoesNotExist:
            raise CommandError(f"There is no assembly “{slug}”.") from None
        except User.DoesNotExist:
            raise CommandError(f"Nobody signs in as “{by}”.") from None
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be read: {error.strerror}.") from error
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write(
            f"{drawn.size:,} addresses are drawn, wave {drawn.wave}, out of "
            f"{drawn.frame.residential:,} homes in {drawn.frame.rows:,} rows."
        )

    def _progress(self, size: int) -> Any:
        told = 0

        def tell(read: int) -> None:
            nonlocal told
            percent = 100 * read // max(size, 1)
            if percent >= told + STEP:
                told = percent
                self.stdout.write(f"{percent}% of {size:,} bytes read")

        return tell


GIVEN = (
    "postcodes", "edition", "licence", "seed", "size", "even_share", "deprived_deciles", "kind",
    "wards", "columns", "districts", "multi_residence", "institutions",
)  # fmt: skip
