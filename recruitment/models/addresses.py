from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_noop as _

from assembly.errors import DomainError
from assembly.models import Assembly

from .. import codes


class Frame(models.Model):
    """An address file as it was used: what it was, never what stood in it."""

    class Kind(models.TextChoices):
        PAF = "paf", _("Royal Mail PAF")
        ADDRESSBASE = "addressbase", _("Ordnance Survey AddressBase Core")

    KEPT_OR_LEFT = [("keep", _("Kept")), ("leave", _("Left out"))]

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="frames")
    kind = models.CharField(max_length=12, choices=Kind)
    edition = models.CharField(max_length=60)
    licence = models.CharField("licence reference", max_length=80)
    file_name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    residential = models.PositiveIntegerField()
    exclusions = models.JSONField(default=dict, help_text="Rows left out, by reason")
    untold = models.JSONField(
        default=list, help_text="Reasons to leave a row out that the file has no column for"
    )
    kept = models.JSONField(default=dict, help_text="Homes that needed a rule to be kept, by rule")
    columns = models.TextField(blank=True, help_text="Names of the columns, where not the usual")
    multi_residence = models.CharField(max_length=5, choices=KEPT_OR_LEFT, default="keep")
    institutions = models.CharField(max_length=5, choices=KEPT_OR_LEFT, default="leave")
    postcodes_name = models.CharField("postcode file", max_length=120)
    postcodes_sha256 = models.CharField(max_length=64)
    districts = models.CharField(
        "local authorities", max_length=200, blank=True, help_text="The area, in ONS’s directory"
    )
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(residential__lte=models.F("rows")), name="frame_residential_among_rows"
            ),
            models.UniqueConstraint(
                fields=[
                    "assembly",
                    "kind",
                    "sha256",
                    "postcodes_sha256",
                    "edition",
                    "columns",
                    "districts",
                    "multi_residence",
                    "institutions",
                ],
                name="frame_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.edition}"

    @property
    def number_name(self) -> str:
        """What the file's numbers of addresses are called."""
        return "UPRN" if self.kind == self.Kind.ADDRESSBASE else "UDPRN"

    @property
    def digits(self) -> int:
        """How many digits a number has where the order is made."""
        return 12 if self.kind == self.Kind.ADDRESSBASE else 8


class AddressDraw(models.Model):
    """One wave of addresses: the first so many of a seeded order that anyone can repeat."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="address_draws")
    frame = models.ForeignKey(Frame, models.PROTECT, related_name="draws")
    wave = models.PositiveSmallIntegerField()
    seed = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    even_share = models.PositiveSmallIntegerField(
        help_text="Percent drawn evenly from every address"
    )
    deprived_deciles = models.PositiveSmallIntegerField(default=3)
    wards = models.JSONField(default=list, help_text="Names, if drawn in some wards only")
    counts = models.JSONField(
        default=dict, help_text="Per stratum: residential addresses, drawn, and the chance of each"
    )
    drawn_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assembly", "wave"], name="wave_once"),
            models.CheckConstraint(
                condition=Q(wave__gte=1, size__gte=1), name="wave_has_addresses"
            ),
            models.CheckConstraint(condition=Q(even_share__lte=100), name="even_share_is_percent"),
        ]

    def __str__(self) -> str:
        return f"Wave {self.wave}: {self.size:,} addresses"


class Address(models.Model):
    """A drawn address. Addresses that were not drawn are never stored."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="addresses")
    draw = models.ForeignKey(AddressDraw, models.CASCADE, related_name="addresses")
    udprn = models.PositiveBigIntegerField(
        "UDPRN", null=True, help_text="Of AddressBase the UPRN: what names an address for good"
    )
    letterbox = models.PositiveIntegerField(
        null=True,
        help_text="Its UDPRN, if it goes by its UPRN; empty if drawn before these were kept",
    )
    lines = models.JSONField(
        help_text="The address as it goes on the envelope, without the postcode"
    )
    postcode = models.CharField(max_length=8)
    ward = models.CharField(max_length=80)
    lsoa = models.CharField("LSOA", max_length=9)
    decile = models.PositiveSmallIntegerField("deprivation decile")
    stratum = models.CharField(max_length=20, help_text="Which part of the draw chose it")
    rank = models.PositiveIntegerField(help_text="Place in the seeded order of its stratum")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assembly", "udprn"], name="address_drawn_once"),
            models.UniqueConstraint(fields=["assembly", "letterbox"], name="letterbox_drawn_once"),
            models.CheckConstraint(condition=Q(decile__range=(1, 10)), name="decile_one_to_ten"),
        ]
        indexes = [models.Index(fields=["assembly", "ward"], name="address_by_ward")]

    def __str__(self) -> str:
        return f"{', '.join(self.lines)}, {self.postcode}"

    def code(self, issue: int = 1) -> str:
        """Return the code of an issue of the letter to it. Once it is erased there is none."""
        if self.udprn is None:
            raise DomainError("This address has been erased: no letter can be made for it.")
        return codes.make(self.udprn, issue, self.assembly_id)
