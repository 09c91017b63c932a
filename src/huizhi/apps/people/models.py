"""Units, officers, and the count of refused sign-ins."""

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.db import models

from huizhi.apps.people.permissions import Role
from huizhi.vocabulary.refused import Refused


class UnitKind(models.TextChoices):
    """What a unit oversees: the city, a county-level division, a functional zone, or one station's area."""

    CITY = "city", "市局"
    COUNTY = "county", "县级局"
    ZONE = "zone", "功能区分局"
    STATION = "station", "监管所"


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
            models.CheckConstraint(condition=~models.Q(kind="station", station=""), name="unit_station_named"),
            models.CheckConstraint(condition=~models.Q(division=""), name="unit_division_given"),
        ]

    def __str__(self):
        return f"{self.zh}（{self.code}）"


def check_roles(roles):
    """A list of distinct declared roles, or ValidationError."""
    if not isinstance(roles, list) or len(set(roles)) != len(roles) or set(roles) - set(Role):
        raise ValidationError("角色无效：%(roles)s", params={"roles": roles})


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
    certificate_no = models.CharField("执法证号", max_length=40, blank=True, default="")

    REQUIRED_FIELDS = ["name", "unit"]
    objects = OfficerManager()

    class Meta:
        ordering = ["username"]

    def __str__(self):
        return f"{self.name}（{self.username}）"

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


class RefusedSignIns(models.Model):
    """How often sign-in was refused lately, per key: an account at an address, an account, or an address."""

    key = models.CharField(max_length=260, unique=True)
    failures = models.PositiveIntegerField(default=0)
    first_at = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)
