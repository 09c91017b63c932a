"""What the last night published about market entities. These rows are replaced whole; nobody edits them."""

from django.db import models

GRADES = ["A", "B", "C", "D", "E"]


class Release(models.Model):
    """One published night. History stays; one release is current."""

    as_of = models.DateField()
    digest = models.CharField(max_length=64)
    code_digest = models.CharField(max_length=64, blank=True, default="")
    scorecard = models.JSONField(default=dict)
    published_at = models.DateTimeField()
    is_current = models.BooleanField(default=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"], condition=models.Q(is_current=True), name="release_one_current"
            )
        ]


class Evidence(models.Model):
    """Where a row comes from: the source, its record, the landed file and the row in it (as a spreadsheet counts)."""

    source = models.CharField(max_length=60)
    source_id = models.CharField(max_length=200)
    file_digest = models.CharField(max_length=64)
    row_number = models.BigIntegerField()

    class Meta:
        abstract = True


class Entity(Evidence):
    """One market entity. `entity_id` is its credit code, or its registration number where it has none."""

    entity_id = models.CharField(primary_key=True, max_length=80)
    credit_code = models.CharField(max_length=40, null=True)
    credit_code_ok = models.BooleanField(null=True)
    registration_no = models.CharField(max_length=60, null=True)
    name = models.CharField(max_length=300)
    former_name = models.CharField(max_length=300, null=True)
    entity_kind = models.CharField(max_length=40, null=True)
    industry_code = models.CharField(max_length=10, null=True)
    division = models.CharField(max_length=6, null=True)
    zone = models.CharField(max_length=10, null=True)
    station = models.CharField(max_length=80, null=True)
    address = models.TextField(null=True)
    legal_representative = models.CharField(max_length=120, null=True)
    capital_fen = models.BigIntegerField(null=True)
    established_on = models.DateField(null=True)
    status = models.CharField(max_length=20, null=True)
    status_on = models.DateField(null=True)
    scope = models.TextField(null=True)
    phone = models.CharField(max_length=60, null=True)

    class Meta:
        indexes = [
            models.Index(fields=["credit_code"], name="entity_code"),
            models.Index(fields=["registration_no"], name="entity_registration"),
            models.Index(fields=["division", "zone", "station"], name="entity_place"),
        ]

    @property
    def industry(self):
        """Section letter and division of GB/T 4754 ("F52"): the trade peers are counted in; "" when unknown."""
        return (self.industry_code or "")[:3]


class NameKey(models.Model):
    """One row per name an entity has or had, folded for searching; narrow, so that a fragment is found by a scan."""

    key = models.CharField(max_length=300)
    entity_id = models.CharField(max_length=80)
    former = models.BooleanField()
    division = models.CharField(max_length=6, null=True)
    zone = models.CharField(max_length=10, null=True)
    station = models.CharField(max_length=80, null=True)

    class Meta:
        indexes = [
            models.Index(fields=["key", "entity_id", "division", "zone", "station", "former"], name="name_key_cover")
        ]


class Grade(models.Model):
    """One row per entity: this release's class and score, and the previous release's."""

    entity = models.OneToOneField(
        Entity, models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="grade"
    )
    score = models.BigIntegerField()
    grade = models.CharField(max_length=1)
    reason_count = models.PositiveIntegerField()
    forced_by = models.CharField(max_length=60, null=True)
    scorecard = models.CharField(max_length=80)
    previous_grade = models.CharField(max_length=1, null=True)
    previous_score = models.BigIntegerField(null=True)
    previous_as_of = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["grade", "-score", "entity"], name="grade_order")]
        constraints = [models.CheckConstraint(condition=models.Q(grade__in=GRADES), name="grade_known")]


class Reason(Evidence):
    """One row per (entity, indicator, evidence): points that add up to the score."""

    entity = models.ForeignKey(Entity, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="reasons")
    position = models.PositiveIntegerField()
    indicator = models.CharField(max_length=60)
    dimension = models.CharField(max_length=60)
    points = models.BigIntegerField()
    kind = models.CharField(max_length=60, null=True)
    detail = models.TextField(null=True)
    occurred_on = models.DateField(null=True)
    lapses_on = models.DateField(null=True)
    source = models.CharField(max_length=60, null=True)
    source_id = models.CharField(max_length=200, null=True)
    file_digest = models.CharField(max_length=64, null=True)
    row_number = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entity", "position"], name="reason_position")]


class TimelineEvent(Evidence):
    """One dated fact about an entity."""

    entity = models.ForeignKey(Entity, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="events")
    kind = models.CharField(max_length=60)
    occurred_on = models.DateField(null=True)
    known_on = models.DateField(null=True)
    severity = models.BigIntegerField(null=True)
    amount_fen = models.BigIntegerField(null=True)
    detail = models.TextField(null=True)

    class Meta:
        indexes = [models.Index(fields=["entity", "-occurred_on", "-id"], name="event_of_entity")]


class Licence(Evidence):
    """One permit of an entity."""

    entity = models.ForeignKey(Entity, models.DO_NOTHING, db_constraint=False, related_name="licences")
    licence_no = models.CharField(max_length=80)
    licence_kind = models.CharField(max_length=40, null=True)
    name = models.CharField(max_length=300, null=True)
    division = models.CharField(max_length=6, null=True)
    premises = models.TextField(null=True)
    scope = models.TextField(null=True)
    issued_on = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    status = models.CharField(max_length=20, null=True)
    authority = models.CharField(max_length=200, null=True)

    class Meta:
        indexes = [models.Index(fields=["licence_no"], name="licence_number")]


class Device(Evidence):
    """One piece of special equipment an entity uses, with its latest inspection and insurance."""

    entity = models.ForeignKey(Entity, models.DO_NOTHING, db_constraint=False, related_name="devices")
    device_no = models.CharField(max_length=80)
    device_kind = models.CharField(max_length=40, null=True)
    division = models.CharField(max_length=6, null=True)
    location = models.TextField(null=True)
    in_public_place = models.BooleanField(null=True)
    registered_on = models.DateField(null=True)
    status = models.CharField(max_length=20, null=True)
    maintainer = models.CharField(max_length=300, null=True)
    last_inspected_on = models.DateField(null=True)
    last_conclusion = models.CharField(max_length=40, null=True)
    next_inspection_on = models.DateField(null=True)
    insured_until = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["device_no"], name="device_number")]


class Matter(Evidence):
    """One complaint or report about an entity, without the person who made it."""

    entity = models.ForeignKey(Entity, models.DO_NOTHING, db_constraint=False, related_name="matters")
    matter_no = models.CharField(max_length=80)
    kind = models.CharField(max_length=20)
    channel = models.CharField(max_length=40, null=True)
    received_at = models.DateTimeField()
    category = models.CharField(max_length=200, null=True)
    content = models.TextField(null=True)
    amount_fen = models.BigIntegerField(null=True)
    first_response_at = models.DateTimeField(null=True)
    accepted_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    outcome = models.CharField(max_length=60, null=True)
    unit = models.CharField(max_length=120, null=True)


class PeerScore(models.Model):
    """How many active entities of a trade have a score: small, counted at publication, answers "rank among peers"."""

    industry = models.CharField(max_length=3)
    score = models.BigIntegerField()
    grade = models.CharField(max_length=1)
    entities = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["industry", "score"], name="peer_score")]


class PlaceCount(models.Model):
    """How many active entities of a place have a class, and had one in the previous release ("" for none)."""

    division = models.CharField(max_length=6)
    zone = models.CharField(max_length=10)
    station = models.CharField(max_length=80)
    grade = models.CharField(max_length=1)
    previous_grade = models.CharField(max_length=1)
    entities = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["division", "zone", "station"], name="place_count")]
