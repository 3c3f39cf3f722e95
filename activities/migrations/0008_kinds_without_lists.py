from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("activities", "0007_kind_fields")]

    operations = [
        migrations.RemoveField("activitykind", "categories"),
        migrations.RemoveField("activitykind", "counts"),
    ]
