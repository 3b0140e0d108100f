from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("tickets", "0010_text_in_pictures")]

    operations = [
        AddIndexConcurrently(
            model_name="file",
            index=models.Index(
                condition=models.Q(("reading", "waiting")),
                fields=["reading_at"],
                name="file_unread",
            ),
        ),
        AddIndexConcurrently(
            model_name="file",
            index=models.Index(
                condition=models.Q(("original", ""), _negated=True),
                fields=["original_until"],
                name="file_original",
            ),
        ),
    ]
