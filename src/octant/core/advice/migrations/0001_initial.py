from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="OwnPoints",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(default="points", max_length=10, unique=True)),
                ("changes", models.JSONField(blank=True, default=dict)),
                ("loaded", models.CharField(blank=True, max_length=32)),
                ("changed_at", models.DateTimeField()),
            ],
        ),
    ]
