"""Phones, a server and a bad link between them, as small as they can be: what delivery orders are tried with."""

from random import Random

from huizhi.apps.visits.merge import FORMAT, GONE, Edit, Merged, merge, read_edit

VISIT = "ab" * 16
OBJECTS = ("visit", "item:licence", "finding:" + "1" * 32, "finding:" + "2" * 32)
FIELDS = ("text", "answer", "severity")


def body(device: str, count: int, previous: str, name: str, field: str, value, over=(), **more) -> dict:
    """The JSON of an edit; ids follow from device and count, so that two runs make the same."""
    made = {
        "format": FORMAT, "id": f"{device[:16]}{count:016x}", "visit": VISIT, "device": device, "count": count,
        "previous": previous, "account": "inspector", "at": f"2026-11-07T02:{count % 60:02}:00.000Z", "object": name,
        "field": field, "value": value, "over": sorted(over),
    }  # fmt: skip
    return {**made, **more}


class Phone:
    """A device: what it stored survives a crash, what it only remembers does not."""

    def __init__(self, number: int, chance: Random) -> None:
        self.device, self.chance = f"{number:032x}", chance
        self.stored: dict[str, Edit] = {}
        self.bodies: dict[str, dict] = {}
        self.acknowledged: set[str] = set()
        self.count, self.last = 0, ""

    def work(self) -> None:
        """One edit more, over what the phone sees; now and then a whole object is deleted."""
        name, seen = self.chance.choice(OBJECTS), merge(self.stored.values())
        field, value = self.chance.choice(FIELDS), self.chance.choice(["甲", "乙", 3, None, ["x"]])
        known = seen.objects.get(name, {})
        over = known[field].seen if field in known else ()
        if self.chance.random() < 0.12 and known:
            field, value = GONE, True
            over = [each.digest for at in known.values() for each in at.versions]
        made = body(self.device, self.count + 1, self.last, name, field, value, over)
        edit = read_edit(made)
        self.stored[edit.digest], self.bodies[edit.digest] = edit, made
        self.count, self.last = edit.count, edit.digest

    def outbox(self) -> list[dict]:
        """Its own edits that no answer it has stored speaks of, in any order."""
        waiting = [self.bodies[each] for each in self.bodies if each not in self.acknowledged]
        self.chance.shuffle(waiting)
        return waiting

    def crash(self) -> None:
        """Nothing but the stored edits is left: what was acknowledged is sent again."""
        self.acknowledged.clear()

    def view(self) -> Merged:
        """The visit as this phone shows it."""
        return merge(self.stored.values())


class Server:
    """Takes batches whole or, when it dies in the middle, not at all."""

    def __init__(self) -> None:
        self.rows: list[Edit] = []
        self.known: dict[str, Edit] = {}

    def take(self, bodies: list[dict], dies: bool = False) -> list[str]:
        """Store what is new and answer for every edit of the batch."""
        edits = [read_edit(each) for each in bodies]
        fresh = {each.digest: each for each in edits if each.digest not in self.known}
        if dies:
            return []
        self.rows += fresh.values()
        self.known |= fresh
        return [each.digest for each in edits]


def live_a_week(seed: int, edits: int = 9) -> tuple[Server, list[Phone], dict[str, int]]:
    """Two phones, `edits` edits and a link that drops, repeats, reorders and dies; then signal for everybody."""
    chance = Random(seed)
    server, phones = Server(), [Phone(1, chance), Phone(2, chance)]
    met = {"drop": 0, "repeat": 0, "answer lost": 0, "server dies": 0, "phone crashes": 0}
    late: list[list[dict]] = []
    while sum(phone.count for phone in phones) < edits:
        phone = chance.choice(phones)
        fate = chance.random()
        if fate < 0.5:
            phone.work()
            continue
        batch = phone.outbox()[: chance.randint(1, 4)]
        if fate < 0.58:
            met["drop"] += bool(batch)
        elif fate < 0.66:
            late.append(batch)  # comes later, perhaps after newer ones, and once more after it was sent again
            met["repeat"] += bool(batch)
        elif fate < 0.72:
            server.take(batch)
            met["answer lost"] += bool(batch)
        elif fate < 0.78:
            server.take(batch, dies=True)
            met["server dies"] += bool(batch)
        elif fate < 0.84:
            phone.crash()
            met["phone crashes"] += 1
        elif fate < 0.94:
            phone.acknowledged |= set(server.take(batch))
        else:
            phone.stored |= server.known
    chance.shuffle(late)
    for phone in phones:
        while waiting := phone.outbox():
            phone.acknowledged |= set(server.take(waiting))
    for batch in late:
        server.take(batch)
    for phone in phones:
        phone.stored |= server.known
    return server, phones, met
