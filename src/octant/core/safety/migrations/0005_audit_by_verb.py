"""The audit trail can be narrowed to one verb."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # concurrent indexes do not lock a live table

    dependencies = [("safety", "0004_own_rules")]

    operations = [
        AddIndexConcurrently(
            "auditentry",
            models.Index(
                fields=["verb", "-at"],
                condition=~models.Q(verb__in=["send_message", "write_note"]),
                name="audit_verb",
            ),
        ),
    ]
