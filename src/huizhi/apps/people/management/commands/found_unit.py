"""`huizhi manage found_unit`: enter a bureau, branch or station from the machine itself."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from huizhi.apps.people.facade import found_unit
from huizhi.vocabulary.refused import Refused


class Command(BaseCommand):
    """Entering the same unit again changes nothing."""

    help = "Enter a unit / 设置单位"

    def add_arguments(self, parser):
        """The unit's code, names, kind and area."""
        parser.add_argument("code")
        parser.add_argument("--kind", required=True, choices=["city", "county", "zone", "station", "grid"])
        for name in ("zh", "en", "division"):
            parser.add_argument(f"--{name}", required=True)
        for name in ("zone", "station", "parent"):
            parser.add_argument(f"--{name}", default="")

    def handle(self, **options):
        """Enter the unit or say why not."""
        names = ("code", "zh", "en", "kind", "division", "zone", "station", "parent")
        try:
            unit = found_unit(**{name: options[name] for name in names}, by="command line", at=timezone.now())
        except (Refused, ValidationError) as wrong:
            raise CommandError(str(wrong)) from wrong
        self.stdout.write(str(unit))
