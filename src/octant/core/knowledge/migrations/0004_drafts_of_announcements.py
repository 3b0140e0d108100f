from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0003_keep_what_files_hold")]

    operations = [
        migrations.AlterField(
            model_name="announcement",
            name="published_at",
            field=models.DateTimeField(blank=True, db_index=True, null=True),
        ),
        migrations.AddField(
            model_name="announcement",
            name="awaited",
            field=models.BooleanField(default=False),
        ),
    ]
