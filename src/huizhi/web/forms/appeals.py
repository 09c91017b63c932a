"""What a business writes about one of its records."""

from django.utils.translation import gettext_lazy as _

from huizhi.web.forms.parts import CitizenForm, area


class AppealForm(CitizenForm):
    """Facts and reasons."""

    say = {"facts": _("请写明事实和理由")}
    facts = area(_("事实和理由"), 4000)
