"""The penalty case as casework's pages offer it: verbs, forms, papers, and its part of the page."""

from collections.abc import Callable, Mapping
from datetime import datetime

from huizhi.apps.cases import actions, deciding, forms, hearing, lifecycle_first, official
from huizhi.apps.cases.acting import act, fen
from huizhi.apps.cases.lifecycle import CASE
from huizhi.apps.cases.models import CaseFile
from huizhi.apps.cases.words import penalty_words, yuan
from huizhi.apps.casework import facade as casework
from huizhi.apps.identities.facade import open_texts
from huizhi.apps.people.facade import may

TEMPLATE = "cases/_matter.html"


def panels(number: str, viewer, at: datetime) -> Mapping[str, object]:
    """The file of a case; facts and grounds for who works, heads or reviews it."""
    row = CaseFile.objects.filter(number=number).first()
    if row is None:
        return {}
    near = {casework.WORKER, casework.HEAD, casework.REVIEWER, casework.SUPERIOR}
    reads = bool(near & casework.standing_of(number, viewer=viewer, at=at))
    texts = open_texts(ref for ref in (row.facts_ref, row.basis_ref) if ref) if reads else {}
    return {
        "sees_visits": may(viewer, "see_visits"), "case": row,
        "penalty": penalty_words(row.kinds, row.fine_fen, row.confiscated_fen),
        "facts": texts.get(row.facts_ref), "basis": texts.get(row.basis_ref), "kept_back": not reads,
        "hearing_right": bool(row.kinds) and actions.hearing_open_to(row, row.told_on or casework.civil_day(at)),
        "window": deciding.window_of(row) if row.demanded_on else None,
        "surcharge": yuan(row.surcharge_fen) if row.surcharge_fen else "",
    }  # fmt: skip


def _plain(verb: str) -> Callable:
    return lambda number, *, note, fields, **who: act(number, verb, note=note, fields=fields, **who)


def _outcome(verb: str) -> Callable:
    return lambda number, *, note, fields, **who: act(number, verb, note=note, fields={"outcome": verb}, **who)


def _given(action: Callable) -> Callable:
    return lambda number, *, note, fields, **who: action(number=number, **fields, **who)


def _noted(action: Callable) -> Callable:
    return lambda number, *, note, fields, **who: action(number=number, note=note, **fields, **who)


def _review(verb: str) -> Callable:
    return lambda number, *, note, fields, **who: actions.review(number=number, verb=verb, note=note, **who)


def _money(action: Callable, *names: str) -> Callable:
    """An action whose amounts a form takes in yuan."""

    def done(number: str, *, note: str, fields: Mapping, **who):
        given = {name: value for name, value in fields.items() if name.removesuffix("_yuan") not in names}
        if "organisation" in given:
            given["organisation"] = given["organisation"] == "1"
        amounts = {f"{name}_fen": fen(fields.get(f"{name}_yuan")) for name in names}
        return action(number=number, **given, **amounts, **who)

    return done


VERBS = {
    "file": _plain("file"),
    "not_file": _outcome("not_file"),
    "transfer": _outcome("transfer"),
    "decide_on_the_spot": _money(actions.decide_on_the_spot, "fine"),
    "file_away": _outcome("file_away"),
    "conclude": _money(actions.conclude, "fine", "confiscated"),
    "approve": _review("approve"),
    "approve_again": _review("approve_again"),
    "return_to_handlers": _review("return_to_handlers"),
    "tell": _given(hearing.tell),
    "state_defence": _noted(hearing.state_defence),
    "waive": _given(hearing.waive),
    "ask_hearing": _given(hearing.ask_hearing),
    "name_chair": _given(hearing.name_chair),
    "fix_hearing": _given(hearing.fix_hearing),
    "hold_hearing": _given(hearing.hold_hearing),
    "report_hearing": _noted(hearing.report_hearing),
    "propose_again": _plain("propose_again"),
    "decide": _money(deciding.decide, "fine", "confiscated"),
    "decide_no_penalty": _outcome("decide_no_penalty"),
    "serve": _given(deciding.serve),
    "publish": _given(deciding.publish),
    "demand": _given(deciding.demand),
    "to_court": _given(deciding.to_court),
    "perform": _money(deciding.perform, "paid"),
    "end_execution": _plain("end_execution"),
    "close": _given(deciding.close),
    "reopen": _plain("reopen"),
    "annul": _noted(deciding.annul),
}
FORMS = {
    **dict.fromkeys(("file", "file_away", "hold_hearing", "publish", "close"), forms.EmptyForm),
    **dict.fromkeys(
        ("not_file", "transfer", "return_to_handlers", "propose_again", "decide_no_penalty", "end_execution", "reopen",
         "annul"), forms.ReasonsForm,
    ),
    **dict.fromkeys(("approve", "approve_again", "report_hearing"), forms.NoteForm),
    **dict.fromkeys(("tell", "serve", "demand"), forms.ServedForm),
    "decide_on_the_spot": forms.SpotForm, "conclude": forms.ConcludeForm, "state_defence": forms.DefenceForm,
    "waive": forms.WaiveForm, "ask_hearing": forms.AskHearingForm, "name_chair": forms.ChairForm,
    "fix_hearing": forms.HearingDayForm, "decide": forms.DecideForm, "to_court": forms.CourtForm,
    "perform": forms.PaidForm,
}  # fmt: skip


def declare_kinds() -> None:
    """Make the case known: first as it was, for the cases begun so, then as it is."""
    casework.declare(lifecycle_first.CASE, opened_with="hand_to_cases")
    casework.declare(
        CASE, template=TEMPLATE, panels=panels, verbs=VERBS, forms=FORMS, papers=official.PAPERS, issue=official.issue,
        draft=official.draft, opened_with="hand_to_cases",
    )  # fmt: skip
