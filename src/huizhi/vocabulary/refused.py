"""What every room raises when it will not do something: said in two languages, with what is safe and what to do."""

from collections.abc import Mapping


class Refused(Exception):
    """A refusal a person can act on: what happened, what is safe, what to do; `code` is for programs."""

    def __init__(
        self,
        code: str,
        message_zh: str,
        message_en: str,
        what_is_safe: str = "",
        what_to_do: str = "",
        context: Mapping[str, object] | None = None,
        *,
        what_is_safe_en: str = "",
        what_to_do_en: str = "",
    ) -> None:
        super().__init__(code, message_zh, message_en)
        self.code = code
        self.message_zh = message_zh
        self.message_en = message_en
        self.what_is_safe = what_is_safe
        self.what_to_do = what_to_do
        self.what_is_safe_en = what_is_safe_en
        self.what_to_do_en = what_to_do_en
        self.context: dict[str, object] = dict(context or {})

    def __reduce__(self) -> tuple[object, ...]:
        """Survive a process boundary whole: an exception's default pickling would lose the keyword parts."""
        arguments = (self.code, self.message_zh, self.message_en, self.what_is_safe, self.what_to_do, self.context)
        english = {"what_is_safe_en": self.what_is_safe_en, "what_to_do_en": self.what_to_do_en}
        return type(self), arguments, english

    def say(self, language: str = "zh") -> str:
        """The refusal as lines of text in "zh" or "en"; English falls back to the Chinese part where none was given."""
        if language == "en":
            safe, do = self.what_is_safe_en or self.what_is_safe, self.what_to_do_en or self.what_to_do
            lines = [self.message_en, safe and f"What is safe: {safe}", do and f"What to do: {do}"]
        else:
            lines = [
                self.message_zh,
                self.what_is_safe and f"安全的部分：{self.what_is_safe}",
                self.what_to_do and f"怎么办：{self.what_to_do}",
            ]
        return "\n".join(line for line in lines if line)

    def __str__(self) -> str:
        """Both languages on one line each, with the code in front and the known circumstances behind."""
        known = "; ".join(f"{key}={value}" for key, value in self.context.items())
        text = f"[{self.code}] {self.say('zh')}\n{self.say('en')}"
        return f"{text}\n({known})" if known else text
