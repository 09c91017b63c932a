"""The tree over the acts, grown over those that are there already, and the roots published by day."""

from django.db import migrations, models

from huizhi.apps.ledger.append_only import protect, protect_head, unprotect
from huizhi.apps.ledger.chain import sealed_text
from huizhi.apps.ledger.hashing import SHA256, hasher
from huizhi.apps.ledger.tree import Growing

PROTECTED = {"ledger_act": ["seq", "digest"], "ledger_root": ["day"]}


def open_for_change(_apps, schema_editor):
    for table in (*PROTECTED, "ledger_head"):
        unprotect(schema_editor.connection, table)


def grow(apps, _schema_editor):
    tree = Growing(hasher(SHA256))
    acts = apps.get_model("ledger", "Act").objects
    for act in acts.filter(seq__gte=0).order_by("seq").iterator(chunk_size=2000):
        completed = b"".join(tree.add(sealed_text(act))).hex()
        acts.filter(seq=act.seq).update(subtrees=completed)
    apps.get_model("ledger", "Head").objects.update(peaks=b"".join(tree.peaks).hex())


def close(_apps, schema_editor):
    for table, unique in PROTECTED.items():
        unprotect(schema_editor.connection, table)
        protect(schema_editor.connection, table, unique)
    unprotect(schema_editor.connection, "ledger_head")
    protect_head(schema_editor.connection, "ledger_head")


def close_what_was(_apps, schema_editor):
    protect(schema_editor.connection, "ledger_act", PROTECTED["ledger_act"])
    protect_head(schema_editor.connection, "ledger_head")


def open_what_was(_apps, schema_editor):
    unprotect(schema_editor.connection, "ledger_act")
    unprotect(schema_editor.connection, "ledger_head")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only")]
    operations = [
        migrations.RunPython(open_what_was, close_what_was),
        migrations.AddField(
            "act", "nonce", models.CharField(blank=True, default="", max_length=32), preserve_default=False
        ),
        migrations.AddField("act", "subtrees", models.TextField(default=""), preserve_default=False),
        migrations.AddField("head", "algorithm", models.CharField(default="sha256", max_length=10)),
        migrations.AddField("head", "peaks", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.CreateModel(
            name="Root",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("size", models.PositiveBigIntegerField()),
                ("root", models.CharField(max_length=64)),
                ("algorithm", models.CharField(max_length=10)),
                ("sealed_at", models.DateTimeField()),
            ],
            options={"ordering": ["day"], "indexes": [models.Index(fields=["size"], name="root_size")]},
        ),
        migrations.RunPython(grow, migrations.RunPython.noop),
        migrations.RunPython(close, open_for_change),
    ]
