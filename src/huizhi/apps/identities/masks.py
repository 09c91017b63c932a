"""What may be shown of a person without opening anything. Pure; the patterns are office custom, not law."""

import re

DIGITS = re.compile(r"[\d０-９]")
PLACE_ENDS = re.compile(r"^.{2,24}?(?:街道|镇|乡|区|县|市)")


def mask(field: str, value: str) -> str:
    """张三 -> 张**, 13812345678 -> 138****5678; fields without a pattern show nothing but that they are given."""
    text = value.strip()
    return {"name": _name, "phone": _phone, "id_number": _id_number, "email": _email, "address": _address}.get(
        field, _nothing
    )(text)


def _name(text: str) -> str:
    return f"{text[:1]}**"


def _phone(text: str) -> str:
    digits = "".join(DIGITS.findall(text))
    if len(digits) == 11 and digits.startswith("1"):
        return f"{digits[:3]}****{digits[-4:]}"
    return f"****{digits[-2:]}" if len(digits) > 6 else "****"


def _id_number(text: str) -> str:
    return f"{text[:6]}{'*' * 8}{text[-4:]}" if len(text) == 18 else "****"


def _email(text: str) -> str:
    name, at, place = text.partition("@")
    return f"{name[:1]}***@{place}" if at and place and len(name) > 1 else "***"


def _address(text: str) -> str:
    """Down to the county or town, nothing of the street: the shortest that names a place is what is shown."""
    found = PLACE_ENDS.match(text)
    return f"{found[0]}***" if found and len(found[0]) < len(text) else "***"


def _nothing(_text: str) -> str:
    return "***"
