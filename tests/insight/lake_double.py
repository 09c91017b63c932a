"""A lake in memory: facts written as dictionaries, analytical tables kept as they are made."""

from datetime import date, datetime, time, timedelta
from hashlib import sha256
from itertools import count

import duckdb
import ibis
import pyarrow as pa
from ibis.backends.sql.compilers.duckdb import compiler as duckdb_compiler
from ibis.backends.sql.compilers.pyspark import compiler as pyspark_compiler

from huizhi.lake.schemas import TABLES, columns_of

OCCURRED = {
    "registry": "established_on", "annual_reports": "reported_on", "licences": "issued_on", "penalties": "decided_on",
    "inspections": "inspected_on", "complaints": "received_at", "food_sampling": "sampled_on",
    "equipment": "registered_on", "equipment_inspections": "inspected_on", "elevator_insurance": "starts_on",
    "product_sampling": "sampled_on", "platform_operators": "registered_on", "return_promises": "promised_on",
    "certificates": "issued_on", "register_changes": "changed_on",
    "listings": "listed_on", "annual_accounts": "reported_on",
}  # fmt: skip
COMPILERS = {"duckdb": duckdb_compiler, "pyspark": pyspark_compiler}
SAID = {}
"""What was computed before: (table, day, rules, kept tables) -> the query's text, and the tables it reads."""


def sql(expression, engine="duckdb"):
    """The expression as the engine's own text; raises when the engine cannot say it."""
    compiler = COMPILERS[engine]
    return compiler.to_sqlglot(expression).sql(dialect=compiler.dialect)


class MemoryLake:
    """`lake.add("penalties", subject=…, …)` and then `lake.keep("events", expression)`; read back with `rows`."""

    def __init__(self):
        self.connection = duckdb.connect(config={"threads": 1})
        self.facts = {name: [] for name in TABLES}
        self.kept = {}
        self.numbers = count(2)

    def add(self, table, *, known_at=None, source=None, source_id=None, **columns):
        """One fact; what is left out is null, known the evening it happened, under a record id of its own."""
        number = next(self.numbers)
        if isinstance(known_at, date) and not isinstance(known_at, datetime):
            known_at = datetime.combine(known_at, time(20))
        row = dict.fromkeys(columns_of(table)) | columns
        day = columns.get("occurred_at") or columns.get(OCCURRED.get(table, "")) or date(2020, 1, 1)
        happened = day if isinstance(day, datetime) else datetime.combine(day, time())
        row["occurred_at"] = happened
        row["known_at"] = known_at or happened + timedelta(hours=20)
        row["source"] = source or table
        row["source_id"] = source_id or f"{table}-{number}"
        row["file_digest"] = sha256(table.encode()).hexdigest()
        row["row_number"] = number
        row["row_digest"] = sha256(repr(sorted(columns.items(), key=str)).encode()).hexdigest()
        if row["subject"] is None:
            row["subject"] = f"code:{columns['credit_code']}"
        self.facts[table].append(row)
        return row

    def table(self, name, as_of):
        """A kept table whole, or the latest known version of every fact."""
        if name in self.kept:
            return ibis.table(self.kept[name], name=name)
        schema = ibis.schema(columns_of(name))
        dusk = datetime.combine(as_of + timedelta(days=1), time())
        latest = {}
        known = [row for row in self.facts[name] if row["known_at"] < dusk]
        for row in sorted(known, key=lambda row: (row["known_at"], row["row_digest"])):
            latest[row["source"], row["source_id"]] = row
        rows = pa.Table.from_pylist(list(latest.values()), schema=schema.to_pyarrow())
        view = f"{name}_{as_of:%Y%m%d}"
        self.connection.register(view, rows)
        return ibis.table(schema, name=view)

    def keep(self, name, expression, schema):
        """Compute a table through DuckDB's own Parquet types, so that a column of another type than promised shows."""
        assert expression.schema() == schema, (expression.schema(), schema)
        return self._keep(name, sql(expression), schema)

    def compute(self, name, made, as_of, schema, **rules):
        """Keep what `made` makes as of a day. The same question is put into the engine's words only once."""
        ruled = tuple((word, rule.digest) for word, rule in sorted(rules.items()))
        question = (made, as_of, ruled, frozenset(self.kept.items()))
        if question not in SAID:
            asked = Asked(self)
            expression = made(asked, as_of, **rules)
            assert expression.schema() == schema, (expression.schema(), schema)
            SAID[question] = sql(expression), asked.names
        text, names = SAID[question]
        for table in names:
            self.table(table, as_of)
        return self._keep(name, text, schema)

    def _keep(self, name, text, schema):
        found = self.connection.sql(text).to_arrow_table()
        promised = schema.to_pyarrow()
        wrong = {f.name: str(f.type) for f in found.schema if f.type != promised.field(f.name).type}
        assert wrong == {}, f"{name}: the engine made {wrong}"
        self.connection.register(name, found)
        self.kept[name] = schema
        return found.to_pylist()

    def given(self, name, rows, schema):
        """An analytical table written down instead of computed."""
        self.connection.register(name, pa.Table.from_pylist(rows, schema=schema.to_pyarrow()))
        self.kept[name] = schema

    def rows(self, expression):
        """The expression's rows as dictionaries."""
        return self.connection.sql(sql(expression)).to_arrow_table().to_pylist()


class Asked:
    """A lake that remembers which tables it was asked for, all of one day."""

    def __init__(self, lake):
        self.lake, self.names, self.days = lake, set(), set()

    def table(self, name, as_of):
        """The lake's table."""
        self.names.add(name)
        self.days.add(as_of)
        assert len(self.days) == 1, "one night reads one day"
        return self.lake.table(name, as_of)
