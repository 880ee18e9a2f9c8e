from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recruitment", "0015_photographs")]

    operations = [
        migrations.AddField(
            model_name="member",
            name="rejoined",
            field=models.PositiveSmallIntegerField(
                default=0, help_text="How often they left and were given their seat back"
            ),
        ),
    ]
