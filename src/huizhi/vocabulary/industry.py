"""Industry codes of GB/T 4754-2017: a section letter and two to four digits whose first two are the division."""

import re
from dataclasses import dataclass

SECTIONS: dict[str, tuple[int, int, str, str]] = {
    "A": (1, 5, "农、林、牧、渔业", "Agriculture, forestry, animal husbandry and fishery"),
    "B": (6, 12, "采矿业", "Mining"),
    "C": (13, 43, "制造业", "Manufacturing"),
    "D": (44, 46, "电力、热力、燃气及水生产和供应业", "Electricity, heat, gas and water supply"),
    "E": (47, 50, "建筑业", "Construction"),
    "F": (51, 52, "批发和零售业", "Wholesale and retail trade"),
    "G": (53, 60, "交通运输、仓储和邮政业", "Transport, storage and post"),
    "H": (61, 62, "住宿和餐饮业", "Accommodation and catering"),
    "I": (63, 65, "信息传输、软件和信息技术服务业", "Information transmission, software and IT services"),
    "J": (66, 69, "金融业", "Finance"),
    "K": (70, 70, "房地产业", "Real estate"),
    "L": (71, 72, "租赁和商务服务业", "Leasing and business services"),
    "M": (73, 75, "科学研究和技术服务业", "Scientific research and technical services"),
    "N": (76, 79, "水利、环境和公共设施管理业", "Water, environment and public facilities management"),
    "O": (80, 82, "居民服务、修理和其他服务业", "Household services, repair and other services"),
    "P": (83, 83, "教育", "Education"),
    "Q": (84, 85, "卫生和社会工作", "Health and social work"),
    "R": (86, 90, "文化、体育和娱乐业", "Culture, sports and entertainment"),
    "S": (91, 96, "公共管理、社会保障和社会组织", "Public administration, social security and social organisations"),
    "T": (97, 97, "国际组织", "International organisations"),
}
_BY_DIVISION = {number: letter for letter, (first, last, *_) in SECTIONS.items() for number in range(first, last + 1)}
_FORM = re.compile(r"([A-T]?)([0-9]{2,4})")


@dataclass(frozen=True)
class IndustryCode:
    """A code such as "H6210"; a bare "6210" is accepted and its section supplied. A bad one says its `problems`."""

    text: str

    @property
    def problems(self) -> tuple[str, ...]:
        """Why it is not a code: "format", "unknown_division", "section" (the letter is not that of the digits)."""
        found = _FORM.fullmatch(self.text)
        if not found:
            return ("format",)
        section = _BY_DIVISION.get(int(found[2][:2]))
        if section is None:
            return ("unknown_division",)
        return ("section",) if found[1] not in ("", section) else ()

    @property
    def ok(self) -> bool:
        """True when nothing is wrong with it."""
        return not self.problems

    @property
    def section(self) -> str:
        """The section letter; "" for a bad code."""
        return _BY_DIVISION[int(self.digits[:2])] if self.ok else ""

    @property
    def digits(self) -> str:
        """The two to four digits, without the letter."""
        return self.text.lstrip("ABCDEFGHIJKLMNOPQRST")

    def section_name(self, language: str = "zh") -> str:
        """The name of its section in "zh" or "en"; "" for a bad code."""
        if not self.ok:
            return ""
        _, _, zh, en = SECTIONS[self.section]
        return en if language == "en" else zh
