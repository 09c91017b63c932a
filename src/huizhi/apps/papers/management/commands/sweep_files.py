"""`huizhi manage sweep_files`: remove sealed files no row names; with --check, open every file, name the broken."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from huizhi.apps.papers.facade import SWEEP_GRACE, broken_files, sweep


class Command(BaseCommand):
    """What a killed process or a rollback left behind goes; what is named stays."""

    help = "Remove stored files no row names / 清理无记录的文件；--check 逐个核验"

    def add_arguments(self, parser):
        """Only --check."""
        parser.add_argument("--check", action="store_true", help="open every stored file")

    def handle(self, *, check=False, **_options):
        """Say how many went, or which are broken (exit 1)."""
        if not check:
            at = timezone.now()
            self.stdout.write(f"{sweep(before=at - SWEEP_GRACE, by='system:sweep', at=at)}")
            return
        broken = list(broken_files())
        for ref, code in broken:
            self.stdout.write(f"{ref} {code}")
        if broken:
            raise CommandError(f"{len(broken)}")
