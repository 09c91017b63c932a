"""Lines of menus and breadcrumbs, and names in the language of the page."""

from dataclasses import dataclass

from django.utils.translation import get_language


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


def in_words(zh: str, en: str) -> str:
    """Of a name in two languages, the one of the page; Chinese where English is empty."""
    return (en or zh) if (get_language() or "").startswith("en") else zh
