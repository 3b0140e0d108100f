from django.db import migrations

# Cases that are open while this version is installed go first as later ones do. Few rows: only
# what is worked on and was not dismissed.
FIRST = """
UPDATE tickets_ticket SET priority = 5, version = version + 1
WHERE priority = 4 AND status IN ('new', 'open', 'waiting')
  AND id IN (SELECT ticket_id FROM takeover_case WHERE dismissed_at IS NULL);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("takeover", "0001_start"),
        ("tickets", "0014_who_goes_first"),
    ]

    operations = [migrations.RunSQL(FIRST, migrations.RunSQL.noop)]
