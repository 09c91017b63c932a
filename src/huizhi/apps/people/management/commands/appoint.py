"""`huizhi manage appoint`: open an account from the machine itself, the first administrator's for one."""

from getpass import getpass

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from huizhi.apps.people.facade import Role, appoint_officer
from huizhi.vocabulary.refused import Refused


class Command(BaseCommand):
    """Asks for the password, so that it stands in no command history."""

    help = "Open an officer's account / 开通账号"

    def add_arguments(self, parser):
        """Account, name, unit and roles."""
        parser.add_argument("username")
        parser.add_argument("--name", required=True)
        parser.add_argument("--unit", required=True, help="the unit's code")
        parser.add_argument("--role", action="append", required=True, choices=[str(role) for role in Role])

    def handle(self, *, username, name, unit, role, **_options):
        """Open the account or say why not."""
        try:
            appoint_officer(
                username=username,
                name=name,
                unit=unit,
                roles=role,
                password=getpass("密码 Password: "),
                by="command line",
                at=timezone.now(),
            )
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{username}: {', '.join(role)}")
