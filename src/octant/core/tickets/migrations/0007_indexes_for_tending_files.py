from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("tickets", "0006_uploads_previews_and_scans")]

    operations = [
        AddIndexConcurrently(
            model_name="file",
            index=models.Index(
                condition=models.Q(("preview", ""), _negated=True),
                fields=["preview"],
                name="file_preview",
            ),
        ),
        AddIndexConcurrently(
            model_name="file",
            index=models.Index(
                condition=models.Q(("scanned", "not_scanned")),
                fields=["id"],
                name="file_not_scanned",
            ),
        ),
        AddIndexConcurrently(
            model_name="file",
            index=models.Index(
                condition=models.Q(("message", None)), fields=["created_at"], name="file_unsent"
            ),
        ),
    ]
