"""The languages that letters know: the words of the code's panel, and how to ask for a letter.

To be read by a native speaker before each use (docs/letters.md). `{phone}` is the number to call.
"""

from dataclasses import dataclass
from datetime import date

from django.utils import formats, translation

ENGLISH = "en"


@dataclass(frozen=True)
class Language:
    """One language. `ask` says in it how to get the letter in it; or help, if there is none."""

    code: str
    name: str
    own_name: str
    ask: str
    is_right_to_left: bool = False
    panel: "Panel | None" = None

    @property
    def direction(self) -> str:
        return "rtl" if self.is_right_to_left else "ltr"


@dataclass(frozen=True)
class Panel:
    """What the page with the code says around it; languages that have it can carry a letter."""

    scan: str
    by: str
    go: str
    enter: str
    talk: str
    gift: str
    a_day: str
    weekends: str
    first_day: str
    qr: str  # what a screen reader says of the square
    date: str = "l j F Y"
    short_date: str = "j F"


_ENGLISH = Panel(
    "Scan with a phone", "Register by {date}", "It takes five minutes. Scan the square, or go to",
    "Then enter your code:", "Rather talk to someone? Call {phone}",
    "What you get", "{gift} a day", "When", "First day",
    "QR code that opens the registration page with your code", short_date="D j F",
)  # fmt: skip
_WELSH = Panel(
    "Sganiwch â ffôn", "Cofrestrwch erbyn {date}",
    "Mae’n cymryd pum munud. Sganiwch y sgwâr, neu ewch i",
    "Yna rhowch eich cod:", "Gwell gennych siarad â rhywun? Ffoniwch {phone}",
    "Beth gewch chi", "{gift} y dydd", "Penwythnosau", "Diwrnod cyntaf",
    "Cod QR sy’n agor y dudalen gofrestru gyda’ch cod",
)  # fmt: skip
_POLISH = Panel(
    "Zeskanuj telefonem", "Zgłoś się do: {date}",
    "To zajmie pięć minut. Zeskanuj kod QR albo wejdź na",
    "Następnie wpisz swój kod:", "Wolisz porozmawiać? Zadzwoń: {phone}",
    "Co otrzymasz", "{gift} za dzień", "Weekendy", "Pierwszy dzień",
    "Kod QR, który otwiera stronę rejestracji z Twoim kodem", "l j E Y", "j E",
)  # fmt: skip
_URDU = Panel(
    "فون سے اسکین کریں", "{date} تک رجسٹر کریں",
    "اس میں پانچ منٹ لگتے ہیں۔ مربع کو اسکین کریں یا یہاں جائیں",
    "پھر اپنا کوڈ درج کریں:", "کسی سے بات کرنا چاہتے ہیں؟ کال کریں {phone}",
    "آپ کو کیا ملے گا", "{gift} فی دن", "ہفتہ وار اجلاس", "پہلا دن",
    "کیو آر کوڈ جو آپ کے کوڈ کے ساتھ رجسٹریشن کا صفحہ کھولتا ہے", "l، j F Y",
)  # fmt: skip

LANGUAGES = {
    language.code: language
    for language in (
        Language("en", "English", "English", "", panel=_ENGLISH),
        Language("cy", "Welsh", "Cymraeg",
                 "I gael y llythyr hwn yn Gymraeg, ffoniwch {phone}.", panel=_WELSH),
        Language("pl", "Polish", "Polski",
                 "Aby otrzymać ten list po polsku, zadzwoń pod numer {phone}.", panel=_POLISH),
        Language("ur", "Urdu", "اردو",
                 "یہ خط اردو میں حاصل کرنے کے لیے {phone} پر کال کریں۔",
                 is_right_to_left=True, panel=_URDU),
        Language("ro", "Romanian", "Română",
                 "Pentru ajutor în română, sunați la {phone}."),
        Language("tr", "Turkish", "Türkçe",
                 "Türkçe yardım için {phone} numarasını arayın."),
        Language("lt", "Lithuanian", "Lietuvių",
                 "Dėl pagalbos lietuvių kalba skambinkite {phone}."),
        Language("pt", "Portuguese", "Português",
                 "Para ajuda em português, ligue para {phone}."),
        Language("es", "Spanish", "Español",
                 "Para recibir ayuda en español, llame al {phone}."),
        Language("fr", "French", "Français",
                 "Pour de l’aide en français, appelez le {phone}."),
    )
}  # fmt: skip
CARRYING = {code: language for code, language in LANGUAGES.items() if language.panel}
OTHERS = ("pl", "ro", "tr", "ur")  # the panel's, where nobody chose others


def panel(code: str) -> Panel:
    found = LANGUAGES[code].panel
    if found is None:
        raise LookupError(code)
    return found


def day(value: date, code: str, *, short: bool = False) -> str:
    """Return a date as a language writes it."""
    words = panel(code)
    with translation.override("en-gb" if code == ENGLISH else code):
        return formats.date_format(value, words.short_date if short else words.date)
