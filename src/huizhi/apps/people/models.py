"""Units, officers, their certificates and leave, and the count of refused sign-ins."""

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.db import models

from huizhi.apps.people.permissions import GRID_ROLES, Role, mixed_wrongly
from huizhi.vocabulary.refused import Refused


class UnitKind(models.TextChoices):
    """What a unit oversees: the city, a county-level division, a functional zone, a station's area, or a grid in it."""

    CITY = "city", "市局"
    COUNTY = "county", "县级局"
    ZONE = "zone", "功能区分局"
    STATION = "station", "监管所"
    GRID = "grid", "网格"


class Unit(models.Model):
    """One bureau, branch or station."""

    code = models.CharField("单位代码", max_length=40, unique=True)
    zh = models.CharField("名称", max_length=80)
    en = models.CharField("英文名称", max_length=120)
    kind = models.CharField("类别", max_length=10, choices=UnitKind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    division = models.CharField("行政区划", max_length=6)
    zone = models.CharField("功能区", max_length=10, blank=True, default="")
    station = models.CharField("管辖所", max_length=80, blank=True, default="")

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=UnitKind.values), name="unit_kind_known"),
            models.CheckConstraint(condition=~models.Q(kind="zone", zone=""), name="unit_zone_named"),
            models.CheckConstraint(
                condition=~models.Q(kind__in=["station", "grid"], station=""), name="unit_station_named"
            ),
            models.CheckConstraint(condition=~models.Q(division=""), name="unit_division_given"),
            models.CheckConstraint(condition=~models.Q(kind="grid", parent=None), name="unit_grid_lies_in_a_station"),
        ]

    def __str__(self):
        return f"{self.zh}（{self.code}）"

    def covers(self, other):
        """Whether another unit's place lies in the area of this one."""
        named = {UnitKind.CITY: (), UnitKind.COUNTY: ("division",), UnitKind.ZONE: ("zone",)}
        places = named.get(self.kind, ("division", "zone", "station"))
        return all(getattr(self, name) == getattr(other, name) for name in places)

    def clean(self):
        """A grid lies in a station and bears its area; a station lies in the area of the bureau above it."""
        if self.kind == UnitKind.STATION and self.parent and not self.parent.covers(self):
            raise ValidationError("监管所须在上级单位的辖区之内 (a station lies in the area of the unit above it)")
        if self.kind != UnitKind.GRID:
            return
        area = self.parent and (self.parent.kind, self.parent.division, self.parent.zone, self.parent.station)
        if area != (UnitKind.STATION, self.division, self.zone, self.station):
            raise ValidationError("网格须设在监管所之下，并与其辖区一致 (a grid lies in a station and bears its area)")


def check_roles(roles):
    """A list of distinct declared roles, or ValidationError."""
    if not isinstance(roles, list) or len(set(roles)) != len(roles) or set(roles) - set(Role):
        raise ValidationError("角色无效：%(roles)s", params={"roles": roles})
    if mixed_wrongly(roles):
        raise ValidationError("系统管理员不得兼任其他角色 (an administrator holds no other role)")


class OfficerManager(UserManager):
    """Finds officers with their unit in the same query: every page asks for it."""

    def get_queryset(self):
        """Officers joined with their units."""
        return super().get_queryset().select_related("unit")

    def create_superuser(self, *_args, **_fields):
        """Raise Refused: nobody stands above the roles."""
        raise Refused(
            "no_superusers",
            "本系统没有超级用户，权限只由角色决定",
            "there are no superusers here: roles alone decide",
            "没有写入任何内容",
            "用 huizhi manage appoint 开通系统管理员账号",
            what_is_safe_en="nothing was written",
            what_to_do_en="open an administrator's account with huizhi manage appoint",
        )


class Officer(AbstractUser):
    """A person who signs in. `is_superuser` and `is_staff` mean nothing here: roles decide."""

    first_name = None
    last_name = None
    name = models.CharField("姓名", max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="officers")
    roles = models.JSONField("角色", default=list, blank=True, validators=[check_roles])

    temporary_password = models.BooleanField("临时密码", default=False)

    REQUIRED_FIELDS = ["name", "unit"]
    objects = OfficerManager()

    class Meta:
        ordering = ["username"]

    def __str__(self):
        return f"{self.name}（{self.username}）"

    def clean(self):
        """Grid workers report; they neither inspect nor handle cases (国办发〔2024〕54号)."""
        super().clean()
        if self.unit.kind == UnitKind.GRID and set(self.roles) - GRID_ROLES:
            raise ValidationError("网格人员不得承担检查、办案等岗位 (grid workers neither inspect nor handle cases)")

    def get_full_name(self):
        """The officer's name as written on the certificate."""
        return self.name

    def get_short_name(self):
        """The same name: Chinese names have no short form in office use."""
        return self.name

    @property
    def unit_code(self):
        """The code the ledger writes beside the officer's account."""
        return self.unit.code


class PastPassword(models.Model):
    """The hash of a password an officer had or has: the last few may not come back."""

    officer = models.ForeignKey(Officer, models.CASCADE, related_name="past_passwords")
    hashed = models.CharField(max_length=128)


class SecondFactor(models.Model):
    """The sealed secret of an officer's one-time codes, and the last time step used: a code is good once."""

    officer = models.OneToOneField(Officer, models.CASCADE, related_name="second_factor")
    sealed_secret = models.BinaryField()
    last_step = models.PositiveBigIntegerField()
    since = models.DateTimeField()


class RecoveryCode(models.Model):
    """The digest of a code for the day the phone is lost: good once."""

    officer = models.ForeignKey(Officer, models.CASCADE, related_name="recovery_codes")
    hashed = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["officer", "hashed"], name="recovery_code_once")]


class SsoLink(models.Model):
    """The subject of the single sign-on provider that opens an account, linked by an administrator."""

    officer = models.OneToOneField(Officer, models.CASCADE, related_name="sso_link")
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="sso_subject_once")]


class PublicKind(models.TextChoices):
    """Who has an account of the public."""

    CITIZEN = "citizen", "市民"
    BUSINESS = "business", "企业用户"


class PublicAccount(models.Model):
    """An account of a citizen or a business: a chosen name and a password, nothing else about the person."""

    account = models.CharField("账号", max_length=60, unique=True)
    password = models.CharField(max_length=128)
    kind = models.CharField("类别", max_length=10, choices=PublicKind.choices)
    entity_id = models.CharField("企业", max_length=40, blank=True, default="")
    confirmed_at = models.DateTimeField(null=True)
    is_active = models.BooleanField(default=True)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=PublicKind.values), name="public_kind_known"),
            models.CheckConstraint(
                condition=models.Q(kind="citizen", entity_id="") | models.Q(kind="business") & ~models.Q(entity_id=""),
                name="public_business_has_its_entity",
            ),
        ]


class KeptForm(models.Model):
    """What an officer typed when her session ended, sealed; the browser has the token, this row its digest."""

    token_sha256 = models.CharField(max_length=64, unique=True)
    account = models.CharField(max_length=150, db_index=True)
    sealed = models.BinaryField()
    until = models.DateTimeField(db_index=True)


class CertificateKind(models.TextChoices):
    """What a certificate entitles to."""

    ENFORCEMENT = "enforcement", "行政执法证"
    OVERSIGHT = "oversight", "行政执法监督证"
    EQUIPMENT = "equipment", "特种设备安全监察员证"


class Certificate(models.Model):
    """A certificate with its first and last day. Lapsed ones stay."""

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="certificates")
    number = models.CharField("证号", max_length=40)
    kind = models.CharField("类别", max_length=12, choices=CertificateKind.choices)
    valid_from = models.DateField("有效期自")
    valid_to = models.DateField("有效期至")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="certificate_number_once"),
            models.CheckConstraint(condition=models.Q(valid_from__lte=models.F("valid_to")), name="certificate_days"),
            models.CheckConstraint(condition=models.Q(kind__in=CertificateKind.values), name="certificate_kind_known"),
            models.CheckConstraint(condition=~models.Q(number=""), name="certificate_numbered"),
        ]


class LeaveReason(models.TextChoices):
    """Why somebody is away: a word, and nothing about health."""

    ANNUAL = "annual", "年休假"
    PERSONAL = "personal", "事假"
    SICK = "sick", "病假"
    DUTY = "duty", "公出"
    TRAINING = "training", "培训"
    OTHER = "other", "其他"


class Leave(models.Model):
    """Days somebody is away and who stands in. Days never overlap for one officer: `take_leave` locks the officer."""

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="leaves")
    stand_in = models.ForeignKey(Officer, models.PROTECT, related_name="desks")
    from_on = models.DateField("自")
    to_on = models.DateField("至")
    back_on = models.DateField("提前返岗", null=True)
    reason = models.CharField("事由", max_length=10, choices=LeaveReason.choices)

    class Meta:
        indexes = [models.Index(fields=["officer", "to_on"], name="leave_officer")]
        constraints = [
            models.CheckConstraint(condition=models.Q(from_on__lte=models.F("to_on")), name="leave_days"),
            models.CheckConstraint(condition=~models.Q(officer=models.F("stand_in")), name="leave_stand_in_is_another"),
            models.CheckConstraint(condition=models.Q(reason__in=LeaveReason.values), name="leave_reason_known"),
        ]


class RefusedSignIns(models.Model):
    """How often sign-in was refused lately, per keyed digest: an account at an address, an account, or an address."""

    key = models.CharField(max_length=260, unique=True)
    failures = models.PositiveIntegerField(default=0)
    first_at = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)
