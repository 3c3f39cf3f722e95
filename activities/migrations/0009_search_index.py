"""An index over the words of activities, for each database its own, and the words themselves.

On SQLite an FTS5 table over the pairs of characters, kept by triggers on the table of words. A
migration that alters ActivityWords makes that table anew, without its triggers: it has to call
`add_index` again. The tokenizer takes every character beyond ASCII for part of a word, so that
the pairs stay as they are.
"""

from django.db import migrations

from activities import search

SQLITE = [
    """CREATE VIRTUAL TABLE activities_words_index USING fts5(
        grams, content='activities_activitywords', content_rowid='activity_id',
        tokenize='ascii', detail='none', columnsize=0
    )""",
    """CREATE TRIGGER activities_words_added AFTER INSERT ON activities_activitywords BEGIN
        INSERT INTO activities_words_index(rowid, grams) VALUES (new.activity_id, new.grams);
    END""",
    """CREATE TRIGGER activities_words_removed AFTER DELETE ON activities_activitywords BEGIN
        INSERT INTO activities_words_index(activities_words_index, rowid, grams)
            VALUES ('delete', old.activity_id, old.grams);
    END""",
    """CREATE TRIGGER activities_words_changed AFTER UPDATE ON activities_activitywords BEGIN
        INSERT INTO activities_words_index(activities_words_index, rowid, grams)
            VALUES ('delete', old.activity_id, old.grams);
        INSERT INTO activities_words_index(rowid, grams) VALUES (new.activity_id, new.grams);
    END""",
]
SQLITE_BACK = [
    "DROP TRIGGER activities_words_added",
    "DROP TRIGGER activities_words_removed",
    "DROP TRIGGER activities_words_changed",
    "DROP TABLE activities_words_index",
]
POSTGRESQL = [
    """CREATE INDEX activities_words_index ON activities_activitywords
        USING gin (array_to_tsvector(string_to_array(grams, ' ')))"""
]
POSTGRESQL_BACK = ["DROP INDEX activities_words_index"]


def add_index(apps, schema_editor):
    for sql in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(sql)


def drop_index(apps, schema_editor):
    backwards = {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK}
    for sql in backwards[schema_editor.connection.vendor]:
        schema_editor.execute(sql)


def write_words(apps, schema_editor):
    activities = apps.get_model("activities", "Activity").objects
    words = apps.get_model("activities", "ActivityWords")
    keys = list(activities.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), search.AT_ONCE):
        search.write(activities.filter(pk__in=keys[start : start + search.AT_ONCE]), words)


class Migration(migrations.Migration):
    dependencies = [("activities", "0008_kinds_without_lists")]

    operations = [
        migrations.RunPython(add_index, drop_index),
        migrations.RunPython(write_words, migrations.RunPython.noop),
    ]
