from django.db import migrations, models


class Migration(migrations.Migration):
    """Addresses drawn before stay without a letterbox: the file they were drawn from is not kept.

    A further wave learns it from its own file, by their UPRN.
    """

    dependencies = [
        ("recruitment", "0020_untold"),
    ]

    operations = [
        migrations.AddField(
            model_name="address",
            name="letterbox",
            field=models.PositiveIntegerField(
                help_text="Its UDPRN, if it goes by its UPRN; empty if drawn before these were kept",
                null=True,
            ),
        ),
        migrations.AddConstraint(
            model_name="address",
            constraint=models.UniqueConstraint(
                fields=["assembly", "letterbox"], name="letterbox_drawn_once"
            ),
        ),
    ]
