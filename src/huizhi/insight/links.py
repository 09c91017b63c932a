"""One row per subject that is not itself an entity's code, and the one entity it can only be.

A source names whom it is about as it can: by code, by licence, by device, or by name and division. Each way gives the
subject some keys; the surest way that hits anything decides, and only when it hits exactly one entity.
"""

from datetime import date

import ibis
import ibis.expr.types as ir

from huizhi.insight.linked import subject_of
from huizhi.lake.protocol import Lake
from huizhi.vocabulary.text import TRANSLATE_FROM, TRANSLATE_TO

SCHEMA = ibis.schema({"subject": "string", "entity_id": "string", "method": "string"})

METHODS = ("registration_no", "licence", "device", "name", "former_name", "address", "name_in_city")
"""Surest first; the last for sources that tell a name and no place."""

FACTS = (
    "annual_reports", "licences", "penalties", "inspections", "complaints", "food_sampling", "equipment",
    "equipment_inspections", "elevator_insurance", "product_sampling", "platform_operators", "certificates",
    "register_changes", "listings",
)  # fmt: skip


def links(lake: Lake, as_of: date) -> ir.Table:
    """Subjects resolved by unique match; what matches none or several stays unlinked."""
    known = lake.table("entities", as_of)
    strangers = _strangers(lake, as_of, known)
    keys = _keys(lake, as_of, known)
    hits = strangers.inner_join(keys, strangers.key == keys.key).select(
        subject=strangers.subject, entity_id=keys.entity_id, rank=keys["rank"]
    )
    return _only_answer(hits)


def normalised(name: ir.StringValue) -> ir.StringValue:
    """A business name folded exactly as `huizhi.vocabulary.text.normalise_name` folds it."""
    return name.translate(TRANSLATE_FROM, TRANSLATE_TO)


def name_key(division: ir.StringValue, name: ir.StringValue) -> ir.StringValue:
    """The subject "name:<division>:<folded name>"; null when either is missing or nothing is left of the name."""
    folded = normalised(name)
    return ibis.literal("name:") + division + ":" + folded.nullif("")


def _strangers(lake: Lake, as_of: date, known: ir.Table) -> ir.Table:
    """(subject, key): every subject no entity answers to, with each key its facts offer."""
    own = known.select(who=subject_of(known.entity_id))
    offered = []
    for name in FACTS:
        facts = lake.table(name, as_of)
        unknown = facts.anti_join(own, facts.subject == own.who)
        keys = [unknown.subject]
        if "licence_no" in facts.columns:
            keys.append(ibis.literal("licence:") + unknown.licence_no)
        if "device_no" in facts.columns:
            keys.append(ibis.literal("device:") + unknown.device_no)
        if {"division", "name"} <= set(facts.columns):
            keys.append(name_key(unknown.division, unknown.name))
        offered += [unknown.select(subject=unknown.subject, key=key) for key in keys]
    both = ibis.union(*offered)
    return both.filter(both.subject.notnull(), both.key.notnull()).distinct()


def _keys(lake: Lake, as_of: date, known: ir.Table) -> ir.Table:
    """(key, entity_id, rank): every key that leads to an entity, rank as in METHODS."""
    active = known.filter(known.status == "active")
    names = _name_keys(active, "name", METHODS.index("name"))
    former = _name_keys(active, "former_name", METHODS.index("former_name"))
    registration = known.filter(known.registration_no.notnull()).select(
        key=subject_of(known.registration_no), entity_id=known.entity_id, rank=ibis.literal(0, type="int64")
    )
    papers = [
        _paper_keys(lake.table("licences", as_of), "licence", known, names),
        _paper_keys(lake.table("equipment", as_of), "device", known, names),
    ]
    folded = normalised(active.name).nullif("")
    rank = ibis.literal(METHODS.index("name_in_city"), type="int64")
    anywhere = active.select(key=ibis.literal("name:") + folded, entity_id=active.entity_id, rank=rank)
    named = anywhere.filter(anywhere.key.notnull())
    return ibis.union(registration, *papers, names, former, _address_keys(active), named).distinct()


def _address_keys(active: ir.Table) -> ir.Table:
    """Keys by address, for sources that know no more than where it was."""
    folded = normalised(active.address).nullif("")
    keys = active.select(
        key=ibis.literal("address:") + folded,
        entity_id=active.entity_id,
        rank=ibis.literal(METHODS.index("address"), type="int64"),
    )
    return keys.filter(keys.key.notnull())


def _name_keys(active: ir.Table, column: str, rank: int) -> ir.Table:
    """Keys by name within the county-level division, and within the functional zone for sources that write that."""
    both = [
        active.select(
            key=name_key(active[place], active[column]),
            entity_id=active.entity_id,
            rank=ibis.literal(rank, type="int64"),
        )
        for place in ("division", "zone")
    ]
    keys = ibis.union(*both)
    return keys.filter(keys.key.notnull())


def _paper_keys(papers: ir.Table, scheme: str, known: ir.Table, names: ir.Table) -> ir.Table:
    """Keys by licence or device: its holder's code where an entity has it, else the holder's name."""
    number = papers[f"{scheme}_no"]
    by_code = known.select(who=subject_of(known.entity_id), entity_id=known.entity_id)
    by_name = names.select(who=names.key, entity_id=names.entity_id)
    held = papers.select(key=ibis.literal(f"{scheme}:") + number, holder=papers.subject)
    who = by_code.union(by_name)
    found = held.inner_join(who, held.holder == who.who).select(key=held.key, entity_id=who.entity_id)
    return found.mutate(rank=ibis.literal(METHODS.index(scheme), type="int64"))


def _only_answer(hits: ir.Table) -> ir.Table:
    """The surest rank of each subject, where it names one entity only."""
    answers = hits.group_by(hits.subject, hits["rank"]).aggregate(
        entity_id=hits.entity_id.min(), other=hits.entity_id.max()
    )
    order = ibis.window(group_by=answers.subject, order_by=answers["rank"])
    surest = answers.mutate(place=ibis.row_number().over(order))
    only = surest.filter(surest.place == 0, surest.entity_id == surest.other)
    method = only["rank"].cases(*enumerate(METHODS), else_=None)
    return only.select("subject", "entity_id", method=method)
