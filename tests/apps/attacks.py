"""What somebody with the database's own password can do to the ledger."""

from datetime import date

from django.db import connection
from django.db.models import QuerySet

from huizhi.apps.ledger.append_only import unprotect
from huizhi.apps.ledger.chain import GENESIS, digest_of, sealed_text
from huizhi.apps.ledger.hashing import hasher
from huizhi.apps.ledger.models import Act, Head, Root
from huizhi.apps.ledger.tree import Growing


def triggers_off():
    for table in ("ledger_act", "ledger_head", "ledger_root"):
        unprotect(connection, table)


def run(sql, *parameters):
    """Change a protected table."""
    triggers_off()
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def rewrite(change):
    """Rewrite history: `change` gets the acts and gives those that shall have been; all is sealed anew, roots included.

    Afterwards the office's own database agrees with itself in every respect.
    """
    triggers_off()
    acts = change(list(Act.objects.filter(seq__gte=0).order_by("seq")))
    roots = {row.day.isoformat(): row for row in Root.objects.filter(size__gte=0)}
    tree, previous = Growing(hasher("sha256")), GENESIS
    for seq, act in enumerate(acts, start=1):
        if act.verb == "sealed_day":
            row = roots[act.object_id]
            row.size, row.root = tree.size, tree.root().hex()
            act.payload = {**act.payload, "size": row.size, "root": row.root}
        act.seq, act.previous_digest = seq, previous
        act.digest = previous = digest_of(act)
        act.subtrees = b"".join(tree.add(sealed_text(act))).hex()
    for model, rows in ((Act, acts), (Root, list(roots.values()))):
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {model._meta.db_table}")
        QuerySet(model).bulk_create(rows)
    peaks = b"".join(tree.peaks).hex()
    Head.objects.update(seq=tree.size, digest=previous, peaks=peaks)


def without(seq):
    """A change for `rewrite`: one act never happened."""
    return lambda acts: [act for act in acts if act.seq != seq]


def day(number):
    return date(2026, 11, number)
