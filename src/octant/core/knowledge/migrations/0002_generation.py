from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE knowledge_generation", "DROP SEQUENCE knowledge_generation"
        )
    ]
