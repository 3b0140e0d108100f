from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0005_who_went_on_to_ask")]

    operations = [
        migrations.AddField(
            model_name="category",
            name="needs",
            field=models.JSONField(blank=True, null=True),
        ),
    ]
