from django.db import migrations, models

# A shortcut finds one reply. Where two had the same, the later ones get their number behind it.
_APART = """
UPDATE tickets_cannedreply SET shortcut = left(shortcut, 28) || '-' || id
WHERE id IN (
    SELECT id FROM (
        SELECT id, row_number() OVER (PARTITION BY shortcut ORDER BY id) AS place
        FROM tickets_cannedreply
    ) AS counted WHERE place > 1
)
"""


class Migration(migrations.Migration):
    dependencies = [("tickets", "0008_held_replies")]

    operations = [
        migrations.AddField(
            model_name="cannedreply",
            name="titles",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="cannedreply",
            name="extra",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.RunSQL(_APART, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="cannedreply",
            constraint=models.UniqueConstraint(fields=["shortcut"], name="canned_shortcut"),
        ),
    ]
