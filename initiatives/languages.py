"""The languages that people speak, beyond those in which the pages are. Pure; no Django.

The list is that of the county's language-access posters and of Saint Paul's plan, with American
Sign Language; each with its English name, its own name, and whether it is written right to left.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """A language: its BCP 47 code, its English name, what its speakers call it."""

    code: str
    name: str
    own_name: str
    is_right_to_left: bool = False


LANGUAGES = (
    Language("en", "English", "English"),
    Language("es", "Spanish", "Español"),
    Language("hmn", "Hmong", "Hmoob"),
    Language("so", "Somali", "Soomaali"),
    Language("ksw", "Karen", "ကညီကျိာ်"),
    Language("om", "Oromo", "Afaan Oromoo"),
    Language("am", "Amharic", "አማርኛ"),
    Language("ar", "Arabic", "العربية", is_right_to_left=True),
    Language("my", "Burmese", "မြန်မာ"),
    Language("vi", "Vietnamese", "Tiếng Việt"),
    Language("km", "Khmer", "ខ្មែរ"),
    Language("lo", "Lao", "ລາວ"),
    Language("ne", "Nepali", "नेपाली"),
    Language("fr", "French", "Français"),
    Language("ru", "Russian", "Русский"),
    Language("ko", "Korean", "한국어"),
    Language("zh-Hant", "Chinese (traditional)", "繁體中文"),
    Language("ase", "American Sign Language", "ASL"),
)
BY_CODE = {language.code: language for language in LANGUAGES}


def name_of(code: str) -> str:
    """The English name, or the code itself where it is none of ours.

    >>> name_of("so")
    'Somali'
    """
    return BY_CODE[code].name if code in BY_CODE else code


def choices() -> list[tuple[str, str]]:
    """Code and English name, for a list to choose from."""
    return [(language.code, language.name) for language in LANGUAGES]
