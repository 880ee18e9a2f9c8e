from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recruitment", "0016_rejoined")]

    operations = [
        migrations.AddField(
            model_name="member",
            name="news_read_at",
            field=models.DateTimeField(
                help_text="Up to when they have read what is new on their pages", null=True
            ),
        ),
    ]
