"""The verbs as casework's pages call them: a number, a note and the cleaned values of the form."""

from collections.abc import Callable, Mapping

from huizhi.apps.casework import facade as casework
from huizhi.apps.complaints import facade as complaints


def _plain(action: Callable) -> Callable:
    """An action whose only words are the note."""

    def done(number: str, *, note: str, fields: Mapping, **who):
        return action(number=number, note=note, **dict(fields), **who)

    return done


def _said(action: Callable, name: str) -> Callable:
    """An action that takes the note under another name."""

    def done(number: str, *, note: str, fields: Mapping, **who):
        return action(number=number, **{name: note}, **dict(fields), **who)

    return done


def _decides(file_case: bool) -> Callable:
    def done(number: str, *, note: str, fields: Mapping, **who):
        return complaints.decide(number=number, file_case=file_case, note=note, **who)

    return done


def _invite(number: str, *, note: str, fields: Mapping, **who):
    """Calls to mediation; the business's code for the online room goes through the officer's hands, once."""
    code = complaints.invite(number=number, note=note, **dict(fields), **who)
    for_whom = ("被投诉人进入网上调解室的查询码：", "The business's code for the online mediation room:")
    return casework.ToldOnce(code, *for_whom) if code else None


def _message(number: str, *, note: str, fields: Mapping, **who):
    if fields.get("as_terms"):
        return complaints.propose_terms(number=number, terms=fields["words"], **who)
    return complaints.mediator_message(number=number, text=fields["words"], **who)


def _reward(number: str, *, note: str, fields: Mapping, **who):
    yuan = {name: fields.get(name) for name in ("counted_yuan", "adjusted_yuan")}
    fen = {name: None if value is None else round(value * 100) for name, value in yuan.items()}
    return complaints.grant_reward(
        number=number, level=int(fields["level"]), counted_fen=fen["counted_yuan"], adjusted_fen=fen["adjusted_yuan"],
        excluded=fields.get("excluded", ""), note=note, **who,
    )  # fmt: skip


def _merge(new_facts: bool) -> Callable:
    def done(number: str, *, note: str, fields: Mapping, **who):
        return complaints.merge_repeat(number=number, repeat=fields["repeat"], new_facts=new_facts, note=note, **who)

    return done


COMPLAINT_VERBS = {
    **{
        name: _plain(getattr(complaints, name))
        for name in (
            "answer", "accept", "dispute_jurisdiction", "settle_jurisdiction", "stay", "resume", "agree",
            "terminate", "tell_both", "reopen",
        )
    },
    "invite": _invite,
    "withdraw": _plain(complaints.withdraw_for),
    "ask_reopen": _plain(complaints.ask_reopen_for),
    "refuse": _said(complaints.refuse, "reasons"),
    "keep_closed": _said(complaints.keep_closed, "reasons"),
    "find_clue": lambda number, *, note, fields, **who: complaints.find_clue(number=number, **dict(fields), **who),
    "message": _message,
    "publish": lambda number, *, note, fields, **who: complaints.publish_complaint(number=number, **who),
    "unpublish": _said(complaints.unpublish, "reasons"),
}  # fmt: skip
REPORT_VERBS = {
    "answer": _plain(complaints.answer),
    "withdraw": _plain(complaints.withdraw_for),
    "verify": _plain(complaints.verify),
    "file_case": _decides(True),
    "not_file": _decides(False),
    "no_authority": _said(complaints.no_authority, "told"),
    "tell_reporter": _plain(complaints.tell_reporter),
    "finish": _plain(complaints.finish),
    "reward": _reward,
    "claim_reward": lambda number, *, note, fields, **who: complaints.claim_reward(number=number, **who),
    "merge_repeat": _merge(True),
    "note_repeat": _merge(False),
}
