"""What a tagged PDF needs for a screen reader, read from the file itself (PDF/UA-1)."""

import ctypes
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any

import pikepdf
import pypdfium2
from pypdfium2 import raw

PAINTING = {"Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "EI",
            "INLINE IMAGE"}  # fmt: skip
TEXT = {"Tj", "TJ", "'", '"'}
NOTHING = pikepdf.Dictionary()
HEADINGS = ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6")


def faults(content: bytes, lang: str = "en-GB") -> list[str]:
    """Return what is wrong with a document in this language, in words; nothing if all is well."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return [
            *_of_the_document(pdf, lang),
            *_of_the_pages(pdf),
            *_of_the_fonts(pdf),
            *_of_the_tags(pdf),
        ]


def spoken(content: bytes) -> list[tuple[str, str]]:
    """Return the document's words in the order of its tags, each piece with its language."""
    with pikepdf.open(BytesIO(content)) as pdf, pypdfium2.PdfDocument(content) as shown:
        texts = {
            page.objgen: _texts(other) | _spelt(page)
            for page, other in zip(pdf.pages, shown, strict=True)
        }
        root = pdf.Root
        return [
            (lang, texts[page.objgen][mark])
            for lang, page, mark in _marks(root.StructTreeRoot, str(root.Lang), None)
            if mark in texts[page.objgen]
        ]


def _texts(page: pypdfium2.PdfPage) -> dict[int, str]:
    """Return the words that each mark of a page holds."""
    words = page.get_textpage()
    found: dict[int, str] = {}
    for each in page.get_objects([raw.FPDF_PAGEOBJ_TEXT]):
        length = raw.FPDFTextObj_GetText(each, words, None, 0)
        buffer = (ctypes.c_ushort * (length // 2))()
        raw.FPDFTextObj_GetText(each, words, buffer, length)
        mark = raw.FPDFPageObj_GetMarkedContentID(each)
        text = bytes(buffer).decode("utf-16-le").rstrip("\0")
        found[mark] = found.get(mark, "") + text
    return found


def _spelt(page: pikepdf.Page) -> dict[int, str]:
    """Return the words that a mark is to be read as, where a page says so."""
    return {
        int(operands[1].MCID): str(operands[1].ActualText)
        for operands, operator in _instructions(page)
        if operator == "BDC" and "/ActualText" in operands[1]
    }


def _of_the_document(pdf: pikepdf.Pdf, lang: str) -> Iterator[str]:
    root = pdf.Root
    if not root.get("/MarkInfo", NOTHING).get("/Marked"):
        yield "it does not say that it is tagged"
    if str(root.get("/Lang", "")) != lang:
        yield f"its language is {root.get('/Lang')}"
    if not root.get("/ViewerPreferences", NOTHING).get("/DisplayDocTitle"):
        yield "its title is not shown"
    with pdf.open_metadata() as metadata:
        if metadata.get("pdfuaid:part") != "1":
            yield "it does not say that it is PDF/UA-1"
        if not metadata.get("dc:title"):
            yield "it has no title"


def _of_the_pages(pdf: pikepdf.Pdf) -> Iterator[str]:
    tagged = Counter(
        (page.objgen, mark) for _, page, mark in _marks(pdf.Root.StructTreeRoot, "", None)
    )
    for number, page in enumerate(pdf.pages, start=1):
        if page.get("/Tabs") != "/S":
            yield f"page {number} is not tabbed through in the order of its tags"
        unmarked, marks, unreadable = _painted(page)
        if unmarked:
            yield f"page {number} has content without a mark: {', '.join(sorted(unmarked))}"
        if unreadable:
            yield f"page {number} has {len(unreadable)} texts whose letters are not known"
        for mark in marks:
            if tagged[page.objgen, mark] != 1:
                yield f"page {number}: mark {mark} has {tagged[page.objgen, mark]} tags"


def _painted(page: pikepdf.Page) -> tuple[set[str], set[int], set[int]]:
    """Return what is painted neither as content nor as an artifact, the marks of content, and
    those with letters of which nothing tells what they are."""
    within: list[bool] = []
    marks: list[int] = []
    unmarked, unreadable = set(), set()
    in_pieces = {name for name, font in page.Resources.Font.items() if _is_in_pieces(font)}
    spelt, font = _spelt(page), ""
    for operands, name in _instructions(page):
        if name in ("BMC", "BDC"):
            mark = operands[1].get("/MCID") if name == "BDC" else None
            if mark is not None:
                marks.append(int(mark))
            within.append(mark is not None or operands[0] == "/Artifact")
        elif name == "EMC":
            within.pop()
        elif name == "Tf":
            font = str(operands[0])
        elif name in PAINTING and not any(within):
            unmarked.add(name)
        elif name in TEXT and font in in_pieces and marks[-1] not in spelt:
            unreadable.add(marks[-1])
    return unmarked, set(marks), unreadable


def _instructions(page: pikepdf.Page) -> Iterator[tuple[list[Any], str]]:
    for one in pikepdf.parse_content_stream(page):
        yield list(one.operands), str(one.operator)


def _is_in_pieces(font: pikepdf.Object) -> bool:
    """Tell whether a font does not say for some of its shapes which letters they are."""
    return "/ToUnicode" in font and b"<>" in font.ToUnicode.read_bytes()


def _of_the_fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for font in _dictionaries(pdf, "/Font"):
        name = str(font.get("/BaseFont", "?"))
        if font.get("/Subtype") == "/Type0":
            if "/ToUnicode" not in font:
                yield f"{name} does not say what its characters are"
        elif font.get("/Subtype") != "/Type3":
            described: Any = font.get("/FontDescriptor", NOTHING)
            if not any(f"/FontFile{kind}" in described for kind in ("", "2", "3")):
                yield f"{name} is not embedded"


def _of_the_tags(pdf: pikepdf.Pdf) -> Iterator[str]:
    tags = list(_tags(pdf.Root.StructTreeRoot))
    for tag in tags:
        if tag.S == "/Figure" and not str(tag.get("/Alt", "")).strip():
            yield "a picture has no words"
    levels = [1 + HEADINGS.index(str(tag.S)) for tag in tags if str(tag.S) in HEADINGS]
    if levels[:1] != [1]:
        yield "the first heading is not of the first level"
    yield from (
        f"a heading of level {above} is followed by one of level {below}"
        for above, below in pairwise(levels)
        if below > above + 1
    )


def _dictionaries(pdf: pikepdf.Pdf, kind: str) -> Iterator[pikepdf.Dictionary]:
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == kind:
            yield each


def _children(tag: pikepdf.Object) -> list[pikepdf.Object]:
    inner: Any = tag.get("/K", pikepdf.Array())
    return list(inner) if isinstance(inner, pikepdf.Array) else [inner]


def _tags(tag: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """Yield each tag, in the order in which it is read."""
    for child in _children(tag):
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from _tags(child)


def _marks(tag: pikepdf.Object, lang: str, page: pikepdf.Object | None) -> Iterator[tuple]:
    """Yield the language, the page and the mark of each piece of content, as it is read."""
    lang, page = str(tag.get("/Lang", lang)), tag.get("/Pg", page)
    for child in _children(tag):
        if not isinstance(child, pikepdf.Dictionary):
            yield lang, page, int(child)
        elif "/MCID" in child:
            yield lang, child.get("/Pg", page), int(child.MCID)
        elif "/S" in child:
            yield from _marks(child, lang, page)
