"""Lines of menus and breadcrumbs: a title and where it leads."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """One line of a menu."""

    title: str
    href: str
    icon: str = ""
    current: bool = False


def trail(*steps: tuple[str, str]) -> list[Entry]:
    """The breadcrumb of a page, for `ui/_crumb.html`: (title, address or "")."""
    return [Entry(title, href) for title, href in steps]
