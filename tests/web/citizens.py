"""A citizen's browser for the page tests: what it answers, page by page. Everybody in it is invented."""

import re

ANSWERS = {
    "kind": {"kind": "complaint"},
    "where": {"target": "operator"},
    "against": {"entity": "", "name": "海滨示例超市", "address": "环翠区示例街2号", "division": "371002"},
    "facts": {"facts": "10月26日买的酱油开封有异味，瓶底有沉淀。", "on": "2026-10-26", "amount": "31.60"},
    "topic": {"topic": "food", "goods": "food"},
    "claim": {"wants": ["return", "compensate"], "compensation": "1,000", "words": ""},
    "who": {"name": "邹测试", "phone": "13800001111", "address": "威海市环翠区示例路1号"},
}
REPORT = {
    **{step: ANSWERS[step] for step in ("where", "against", "facts", "topic")},
    "kind": {"kind": "report"},
    "who": {"named": "named", "name": "邹测试", "phone": "13800001111", "address": ""},
}
ANONYMOUS = {**REPORT, "who": {"named": "anonymous"}}
ORDER = ("kind", "where", "against", "facts", "topic", "claim", "who")


def path_of(step: str) -> str:
    """Where a page of the filing stands."""
    return "/public/file" if step == "kind" else f"/public/file/{step}"


def fill(client, answers=None, until: str = "check") -> None:
    """Answer the pages in their order, up to one."""
    given = answers or ANSWERS
    for step in ORDER:
        if step == until:
            return
        if step in given:
            answer = client.post(path_of(step), given[step])
            assert answer.status_code == 302, (step, re.findall(r'class="errm"[^>]*>([^<]*)', answer.content.decode()))


def submit(client, **more):
    """Press the button on the last page."""
    return client.post("/public/file/check", {"true": "on", "website": "", **more})


def receipt(client) -> tuple[list[str], str]:
    """The numbers and the code on the receipt page."""
    page = client.get("/public/file/receipt").content.decode()
    return re.findall(r"data-number>([^<]+)", page), re.search(r"data-code>([^<]+)", page)[1]


def file(client, answers=None) -> tuple[list[str], str]:
    """All of it: numbers and code."""
    fill(client, answers)
    assert submit(client).status_code == 302
    return receipt(client)


def words(answer) -> str:
    """A page as it is read: without tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))
