"""A person as opened: held in memory for one answer, never shown by accident, never stored anywhere else."""

from collections.abc import Mapping


class Opened:
    """The fields of one person. Printing, formatting and logging it show the reference only; it cannot be pickled."""

    __slots__ = ("_fields", "ref")

    def __init__(self, ref: str, fields: Mapping[str, str]):
        self.ref = ref
        self._fields = dict(fields)

    def get(self, field: str) -> str:
        """One field; empty when it was not given."""
        return self._fields.get(field, "")

    @property
    def name(self) -> str:
        """The person's name."""
        return self.get("name")

    @property
    def phone(self) -> str:
        """The telephone number."""
        return self.get("phone")

    def fields(self) -> dict[str, str]:
        """Every field given, for the one page that shows them."""
        return dict(self._fields)

    def __repr__(self):
        return f"<Opened {self.ref}>"

    __str__ = __repr__

    def __format__(self, _how):
        return repr(self)

    def __reduce_ex__(self, _protocol):
        raise TypeError("an opened identity is not carried elsewhere")
