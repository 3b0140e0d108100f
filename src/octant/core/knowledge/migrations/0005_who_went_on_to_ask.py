from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0004_drafts_of_announcements")]

    operations = [
        migrations.CreateModel(
            name="Asker",
            fields=[
                ("reader", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_index=True)),
            ],
        ),
    ]
