"""A draw made with fixed secrets."""

from huizhi.draw import commit, record_bytes, run_draw


def draw_files(
    found: list[tuple[str, str]], accounts: tuple[str, ...] = (), number: str = "WH-SSJ-2026-041"
) -> dict[str, bytes]:
    """A draw over (object, division) pairs made with fixed secrets: the record and its three files.

    `accounts` are the officers of every division where given; otherwise certificate numbers are made up.
    """
    divisions = [division for _object, division in found]
    objects = sorted((o, f"S{1 + n % 3}", str(1 + n % 3), d) for n, (o, d) in enumerate(found))
    frame = "object_id,stratum,weight,unit\n" + "".join(",".join(row) + "\n" for row in objects)
    pool = [
        (f"SD{u[-2:]}{k:03d}", u, "food", "true" if k % 2 else "false")
        for u in sorted(set(divisions))
        for k in range(6)
    ]
    if accounts:
        pool = [(each, unit, "food", "true") for unit in sorted(set(divisions)) for each in accounts]
    officers = "officer_id,unit,skills,lead\n" + "".join(",".join(row) + "\n" for row in sorted(pool))
    recusals = f"officer_id,object_id\n{sorted(pool)[0][0]},{objects[0][0]}\n"
    secrets = [bytes([n]) * 32 for n in (1, 2, 3)]
    parties = zip(
        ("市市场监管局", "派驻纪检监察组", "企业代表"), ("371000", "纪检监察", "个私协会"), secrets, strict=True
    )
    plan = {
        "id": number,
        "title": "2026年第四季度食品生产企业双随机抽查",
        "items": [
            {
                "code": "food-production",
                "title": "食品生产日常检查",
                "basis": "《食品安全法》第一百一十条",
                "skills": ["food"],
            }
        ],
        "strata": {f"S{n}": {"count": 1 if accounts else n + 2} for n in (1, 2, 3)},
        "parties": [{"name": n, "unit": u, "commitment": _hex(commit(s))} for n, u, s in parties],
        "beacon": {"kind": "lottery", "source": "福彩3D第2026301期", "due_at": "2026-11-07T10:00:00+08:00"},
        "officer_rule": {"per_object": 2, "slack": 1, "same_unit": True},
        "published_at": "2026-11-06T17:00:00+08:00",
    }
    files = {"frame": frame.encode(), "officers": officers.encode(), "recusals": recusals.encode()}
    record = run_draw(plan, *files.values(), secrets, "5 0 7", "2026-11-07T10:00:04+08:00")
    return {"record": record_bytes(record), **files}


def _hex(value: bytes | str) -> str:
    return value if isinstance(value, str) else value.hex()
