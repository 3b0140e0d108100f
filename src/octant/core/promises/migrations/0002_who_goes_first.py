from django.db import migrations

# A policy for urgent tickets was for take-overs too; they have a priority of their own now.
ALSO = """
UPDATE promises_policy SET priorities = array_append(priorities, 5::smallint)
WHERE 4 = ANY(priorities) AND NOT 5 = ANY(priorities);
"""


class Migration(migrations.Migration):
    dependencies = [("promises", "0001_start")]

    operations = [migrations.RunSQL(ALSO, migrations.RunSQL.noop)]
