from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assembly_sessions", "0002_calendar_addresses"),
    ]

    operations = [
        migrations.AddField(
            model_name="weekend",
            name="directions",
            field=models.TextField(blank=True, help_text="How to get there", max_length=3000),
        ),
        migrations.AddField(
            model_name="weekend",
            name="venue",
            field=models.CharField(blank=True, help_text="Its name and address", max_length=200),
        ),
    ]
