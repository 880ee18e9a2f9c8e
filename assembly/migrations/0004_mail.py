"""Mail: texts that staff write, mailings that wait, what became of messages, limits."""

import django.db.models.deletion
from django.db import migrations, models

DUE = """
UPDATE assembly_outboxmessage SET due_at = send_after;
SET CONSTRAINTS ALL IMMEDIATE;
"""
GUARD = """
CREATE FUNCTION refuse_change_of_mail_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'versions of a message''s text do not change: save a new one'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER mail_text_stays BEFORE UPDATE ON assembly_mailtext
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_mail_text();
"""
UNGUARD = """
DROP TRIGGER mail_text_stays ON assembly_mailtext;
DROP FUNCTION refuse_change_of_mail_text();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("assembly", "0003_consent_and_translations"),
    ]

    operations = [
        migrations.CreateModel(
            name="DeadAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address_hash", models.BinaryField(unique=True)),
                ("reason", models.CharField(max_length=200)),
                ("since", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="DoorMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address_hash", models.BinaryField()),
                ("door", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Mailing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        help_text="What the act was, for staff: Offers …", max_length=120
                    ),
                ),
                ("written_by", models.CharField(max_length=60)),
                ("written_at", models.DateTimeField()),
                (
                    "leaves_at",
                    models.DateTimeField(
                        help_text="Until then the messages wait and can be stopped"
                    ),
                ),
                ("stopped_by", models.CharField(blank=True, max_length=60)),
                ("stopped_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="MailText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("language", models.CharField(max_length=5)),
                ("version", models.PositiveSmallIntegerField()),
                ("subject", models.CharField(blank=True, max_length=150)),
                ("body", models.TextField(blank=True)),
                (
                    "source",
                    models.TextField(help_text="The English text in use when this was written"),
                ),
                ("saved_by", models.CharField(max_length=60)),
                ("saved_at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="assembly",
            name="slug_is_free",
        ),
        migrations.AddField(
            model_name="outboxmessage",
            name="address_hash",
            field=models.BinaryField(help_text="The address, to find what bounced", null=True),
        ),
        migrations.AddField(
            model_name="outboxmessage",
            name="bounced_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="outboxmessage",
            name="complained_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="outboxmessage",
            name="delivered_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="outboxmessage",
            name="due_at",
            field=models.DateTimeField(help_text="When it should have left", null=True),
        ),
        migrations.RunSQL(DUE, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="outboxmessage",
            name="due_at",
            field=models.DateTimeField(help_text="When it should have left"),
        ),
        migrations.AddField(
            model_name="outboxmessage",
            name="language",
            field=models.CharField(default="en-gb", max_length=5),
        ),
        migrations.AddField(
            model_name="outboxmessage",
            name="provider_id",
            field=models.CharField(blank=True, help_text="The provider’s own name", max_length=200),
        ),
        migrations.AddField(
            model_name="outboxmessage",
            name="reference",
            field=models.CharField(blank=True, help_text="Whom it is about", max_length=20),
        ),
        migrations.AlterField(
            model_name="outboxmessage",
            name="send_after",
            field=models.DateTimeField(help_text="When it is tried next"),
        ),
        migrations.AlterField(
            model_name="outboxmessage",
            name="status",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting"),
                    ("sending", "Sending"),
                    ("sent", "Sent"),
                    ("failed", "Failed"),
                    ("uncertain", "Uncertain"),
                    ("bounced", "Bounced"),
                    ("stopped", "Stopped"),
                ],
                default="waiting",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="assembly",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "slug__in",
                        [
                            "about",
                            "accessibility",
                            "account",
                            "admin",
                            "api",
                            "board",
                            "demo",
                            "healthz",
                            "mail",
                            "media",
                            "member",
                            "new",
                            "privacy",
                            "staff",
                            "start",
                            "static",
                        ],
                    ),
                    _negated=True,
                ),
                name="slug_is_free",
            ),
        ),
        migrations.AddIndex(
            model_name="doormail",
            index=models.Index(fields=["address_hash", "at"], name="door_mail_by_address"),
        ),
        migrations.AddField(
            model_name="mailing",
            name="assembly",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="mailings",
                to="assembly.assembly",
            ),
        ),
        migrations.AddField(
            model_name="outboxmessage",
            name="mailing",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="messages",
                to="assembly.mailing",
            ),
        ),
        migrations.AddIndex(
            model_name="outboxmessage",
            index=models.Index(fields=["assembly", "status"], name="outbox_by_status"),
        ),
        migrations.AddIndex(
            model_name="outboxmessage",
            index=models.Index(
                condition=models.Q(("provider_id", ""), _negated=True),
                fields=["provider_id"],
                name="outbox_by_provider_id",
            ),
        ),
        migrations.AddIndex(
            model_name="outboxmessage",
            index=models.Index(fields=["sent_at"], name="outbox_by_sent_at"),
        ),
        migrations.AddField(
            model_name="mailtext",
            name="assembly",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="mail_texts",
                to="assembly.assembly",
            ),
        ),
        migrations.AddIndex(
            model_name="mailing",
            index=models.Index(fields=["assembly", "-written_at"], name="mailing_by_assembly"),
        ),
        migrations.AddConstraint(
            model_name="mailtext",
            constraint=models.UniqueConstraint(
                fields=("assembly", "kind", "language", "version"), name="mail_version_once"
            ),
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
