"""A letter becomes a row of its own, so that an address can be written to again; texts are kept."""

import django.db.models.deletion
from django.db import migrations, models

COPY = """
INSERT INTO recruitment_letter (run_id, invitation_id, batch_id, place, problem)
SELECT batch.run_id, invitation.id, batch.id, invitation.place, ''
FROM recruitment_invitation invitation
JOIN recruitment_letterbatch batch ON batch.id = invitation.batch_id;
UPDATE recruitment_invitation SET returned_as = 'undelivered' WHERE returned_at IS NOT NULL;
SET CONSTRAINTS ALL IMMEDIATE;
"""
BACK = """
UPDATE recruitment_invitation SET batch_id = letter.batch_id, place = letter.place
FROM recruitment_letter letter
JOIN recruitment_letterrun run ON run.id = letter.run_id AND run.kind = 'invitation'
WHERE letter.invitation_id = recruitment_invitation.id AND letter.batch_id IS NOT NULL;
SET CONSTRAINTS ALL IMMEDIATE;
"""
GUARD = """
CREATE FUNCTION refuse_change_of_letter_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'versions of a letter''s text do not change: save a new one'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER letter_text_stays BEFORE UPDATE ON recruitment_lettertemplate
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_letter_text();
"""
UNGUARD = """
DROP TRIGGER letter_text_stays ON recruitment_lettertemplate;
DROP FUNCTION refuse_change_of_letter_text();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("assembly", "0002_guards"),
        ("recruitment", "0006_frames_in_full"),
    ]

    operations = [
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "place",
                    models.PositiveIntegerField(
                        help_text="Place of the letter in its batch, from 1", null=True
                    ),
                ),
                (
                    "problem",
                    models.CharField(blank=True, help_text="Why it was left out", max_length=200),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LetterTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("invitation", "Invitation"), ("reminder", "Reminder")],
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                (
                    "front",
                    models.TextField(help_text="Markdown and merge fields of the first page"),
                ),
                (
                    "back",
                    models.TextField(help_text="Markdown and merge fields of the pages after it"),
                ),
                (
                    "language",
                    models.CharField(blank=True, help_text="Second language, if any", max_length=5),
                ),
                ("other_front", models.TextField(blank=True)),
                ("other_back", models.TextField(blank=True)),
                (
                    "others",
                    models.JSONField(default=list, help_text="Languages of the panel on the back"),
                ),
                ("saved_by", models.CharField(max_length=60)),
                ("saved_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="invitation",
            name="returned_as",
            field=models.CharField(
                blank=True,
                choices=[("undelivered", "Returned"), ("gone_away", "Gone away")],
                max_length=11,
            ),
        ),
        migrations.AddField(
            model_name="letterrun",
            name="kind",
            field=models.CharField(
                choices=[("invitation", "Invitation"), ("reminder", "Reminder")],
                default="invitation",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="letterrun",
            name="layout",
            field=models.CharField(
                choices=[
                    ("standard", "Standard print, two pages"),
                    ("bilingual", "Two languages, four pages"),
                    ("large", "Large print (18 point)"),
                ],
                default="standard",
                max_length=9,
            ),
        ),
        migrations.AddField(
            model_name="letterrun",
            name="pages",
            field=models.PositiveSmallIntegerField(default=2, help_text="Pages of each letter"),
        ),
        migrations.AddField(
            model_name="letterrun",
            name="wording",
            field=models.JSONField(
                default={}, help_text="All that the letter says, as it was when printing began"
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="letterrun",
            name="body",
            field=models.FileField(
                help_text="The pages that all letters share", upload_to="letters"
            ),
        ),
        migrations.AlterField(
            model_name="letterrun",
            name="draw",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="letter_runs",
                to="recruitment.addressdraw",
            ),
        ),
        migrations.AlterField(
            model_name="letterrun",
            name="letters",
            field=models.PositiveIntegerField(help_text="Letters to print"),
        ),
        migrations.AddField(
            model_name="letter",
            name="batch",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rows",
                to="recruitment.letterbatch",
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="invitation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="letters",
                to="recruitment.invitation",
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="rows",
                to="recruitment.letterrun",
            ),
        ),
        migrations.AddField(
            model_name="lettertemplate",
            name="assembly",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="letter_templates",
                to="assembly.assembly",
            ),
        ),
        migrations.AddField(
            model_name="letterrun",
            name="template",
            field=models.ForeignKey(
                help_text="None for the text we bring along",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="recruitment.lettertemplate",
            ),
        ),
        migrations.RunSQL(COPY, BACK),
        migrations.RemoveConstraint(
            model_name="invitation",
            name="one_letter_a_place",
        ),
        migrations.RemoveConstraint(
            model_name="invitation",
            name="place_goes_with_batch",
        ),
        migrations.RemoveField(
            model_name="invitation",
            name="batch",
        ),
        migrations.RemoveField(
            model_name="invitation",
            name="place",
        ),
        migrations.RemoveField(
            model_name="letterrun",
            name="weekends",
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("returned_as", ""), ("returned_at__isnull", True)),
                    models.Q(
                        ("returned_at__isnull", False), models.Q(("returned_as", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="returned_says_how",
            ),
        ),
        migrations.AddConstraint(
            model_name="letterrun",
            constraint=models.UniqueConstraint(
                fields=("draw", "kind"), name="one_run_a_wave_and_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(
                fields=("run", "invitation"), name="one_letter_an_invitation"
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(
                fields=("batch", "place"), name="one_letter_a_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("batch__isnull", True),
                        ("place__isnull", True),
                        models.Q(("problem", ""), _negated=True),
                    ),
                    models.Q(("batch__isnull", False), ("place__gte", 1), ("problem", "")),
                    _connector="OR",
                ),
                name="letter_is_placed_or_left_out",
            ),
        ),
        migrations.AddConstraint(
            model_name="lettertemplate",
            constraint=models.UniqueConstraint(
                fields=("assembly", "kind", "version"), name="letter_version_once"
            ),
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
