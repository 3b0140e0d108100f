from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0004_drafts_of_announcements")]

    operations = [
        migrations.AddField(
            model_name="category",
            name="needs",
            field=models.JSONField(blank=True, null=True),
        ),
    ]
