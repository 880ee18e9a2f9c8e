"""A second verifier of a public draw, written from `docs/lottery.md` alone.

It shares no code with `recruitment/lottery/verify.py`. It never writes JSON: its reader accepts the
canonical form and nothing else, so every digest is taken of the bytes of the file as they stand.
"""

import hashlib
import re
from datetime import UTC, datetime, timedelta

import drand_verify

CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
KEY = (
    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451"
    "0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
)
ROUND_ONE = datetime(2023, 8, 23, 15, 9, 27, tzinfo=UTC)

TEXT = re.compile(r'"((?:[^"\\\x00-\x1f]++|\\["\\bfnrt]|\\u00(?:0[0-7bef]|1[0-9a-f]))*+)"')
ESCAPE = re.compile(r"\\(?:u(....)|(.))")
WHOLE = re.compile(r"0|-?[1-9][0-9]{0,99}")
SHORT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
DEEPEST = 12


class Reader:
    """Reads canonical JSON, and remembers of each object of the first two depths where it stood."""

    def __init__(self, data: bytes):
        self.source = data.decode("utf-8")
        self.place = 0
        self.spans: dict[tuple[str, ...], tuple[int, int]] = {}

    def whole_file(self):
        value = self.value(())
        if self.place != len(self.source):
            raise ValueError(f"something follows the value, at {self.place}")
        return value

    def value(self, path: tuple[str, ...]):
        if len(path) > DEEPEST:
            raise ValueError("nested too deeply")
        match self.source[self.place : self.place + 1]:
            case "{":
                return self.object(path)
            case "[":
                return self.list(path)
            case '"':
                return self.text()
            case _:
                return int(self.take(WHOLE).group())

    def take(self, pattern: re.Pattern[str]) -> re.Match[str]:
        found = pattern.match(self.source, self.place)
        if found is None:
            raise ValueError(f"not canonical, at {self.place}")
        self.place = found.end()
        return found

    def mark(self, character: str) -> bool:
        if not self.source.startswith(character, self.place):
            return False
        self.place += len(character)
        return True

    def text(self) -> str:
        raw = self.take(TEXT).group(1)
        return ESCAPE.sub(lambda e: chr(int(e[1], 16)) if e[1] else SHORT[e[2]], raw)

    def list(self, path: tuple[str, ...]) -> list:
        self.mark("[")
        values: list = []
        while not self.mark("]"):
            if values and not self.mark(","):
                raise ValueError(f"a list is broken, at {self.place}")
            values.append(self.value((*path, "[]")))
        return values

    def object(self, path: tuple[str, ...]) -> dict:
        self.mark("{")
        values: dict = {}
        before = None
        while not self.mark("}"):
            if values and not self.mark(","):
                raise ValueError(f"an object is broken, at {self.place}")
            opening = self.place
            key = self.text()
            if before is not None and key <= before:
                raise ValueError(f"the key {key!r} is out of order")
            if not self.mark(":"):
                raise ValueError(f"the key {key!r} has no value")
            start = self.place
            values[key] = self.value((*path, key))
            if not path:
                self.spans[("value", key)] = (start, self.place)
                self.spans[("pair", key)] = (opening, self.place)
            before = key
        return values

    def digest_of(self, key: str) -> str:
        start, end = self.spans["value", key]
        return sha256(self.source[start:end].encode())

    def digest_without_last(self, key: str) -> str:
        """The digest of the object without the key that stands last in it, after others."""
        opening, end = self.spans["pair", key]
        if self.source[end:] != "}":
            raise ValueError(f"{key!r} is not last")
        return sha256((self.source[: opening - 1] + "}").encode())


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def demand(holds: bool, rule: str) -> None:
    if not holds:
        raise ValueError(f"it does not hold that {rule}")


def keys(value, *names: str) -> dict:
    demand(type(value) is dict and set(value) == set(names), f"the keys are exactly {names}")
    return value


def string(value) -> str:
    demand(type(value) is str, "this is text")
    return value


def whole(value, lowest: int, highest: int) -> int:
    demand(type(value) is int and lowest <= value <= highest, f"{lowest} ≤ number ≤ {highest}")
    return value


def shaped(pattern: str, value) -> str:
    demand(re.fullmatch(pattern, string(value)) is not None, f"the text looks like {pattern}")
    return value


def sha(value) -> str:
    return shaped("[0-9a-f]{64}", value)


def time(value) -> datetime:
    shaped("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", value)
    return datetime.fromisoformat(value)


def verify(record: bytes, fingerprint: str | None = None) -> str:
    """The ids on the panel drawn, with spaces between; ValueError if the record breaks any rule."""
    reader = Reader(record)
    top = keys(
        reader.whole_file(), "draw", "format", "manifest", "manifest_sha256", "panel", "seal"
    )
    demand(top["format"] == "assembly-draw/2", "the format is known")
    demand(top["seal"] == reader.digest_without_last("seal"), "the seal is the record's digest")
    actual = reader.digest_of("manifest")
    demand(top["manifest_sha256"] == actual, "the fingerprint is the manifest's digest")
    demand(fingerprint is None or fingerprint == actual, "the fingerprint is the one published")
    manifest = top["manifest"]
    of_manifest(manifest)
    number = of_draw(top["draw"], manifest["randomness"])
    demand(
        time(manifest["frozen_at"]) <= time(top["draw"]["committed_at"]),
        "the pool was frozen before the commitment",
    )
    drawn = [manifest["people"][place - 1]["id"] for place in manifest["panels"][number]]
    demand(top["panel"] == drawn, "the panel is the one of the number")
    return " ".join(drawn)


def of_manifest(manifest) -> None:
    keys(
        manifest, "assembly", "attributes_sha256", "engine", "format", "frozen_at", "kind",
        "lottery_sha256", "panels", "people", "pool", "previous", "randomness", "reason", "seats",
        "targets_sha256",
    )  # fmt: skip
    demand(manifest["format"] == "assembly-manifest/2", "the manifest's format is known")
    string(manifest["assembly"])
    string(manifest["engine"])
    time(manifest["frozen_at"])
    for name in ("targets", "attributes", "lottery"):
        sha(manifest[f"{name}_sha256"])
    of_place_in_chain(manifest)
    of_people_and_panels(manifest)
    of_randomness(manifest["randomness"])


def of_place_in_chain(manifest) -> None:
    pool = whole(manifest["pool"], 1, 9999)
    reason = string(manifest["reason"])
    match string(manifest["kind"]):
        case "first":
            demand(pool == 1, "the first draw is number 1")
            demand(manifest["previous"] == "", "nothing precedes the first draw")
        case "redraw" | "replacement":
            demand(pool != 1, "a later draw is not number 1")
            demand(reason.strip() != "", "a later draw gives its reason")
            sha(manifest["previous"])
        case _:
            raise ValueError("no such kind of draw")


def of_people_and_panels(manifest) -> None:
    people, panels = manifest["people"], manifest["panels"]
    demand(type(people) is list and len(people) > 0, "there are people")
    seats = whole(manifest["seats"], 1, len(people))
    held = [0] * len(people)
    demand(type(panels) is list and len(panels) == 1000, "there are a thousand panels")
    for panel in panels:
        demand(type(panel) is list and len(panel) == seats, "a panel fills the seats")
        below = 0
        for place in panel:
            below = whole(place, below + 1, len(people))
            held[place - 1] += 1
    for place, person in enumerate(people, start=1):
        keys(person, "chance", "commitment", "id")
        demand(person["id"] == f"P{place:04d}", "the ids are in order")
        sha(person["commitment"])
        demand(type(person["chance"]) is list, "a chance is a list")
        demand(person["chance"] == [held[place - 1], 1000], "a chance is what the panels give")
    commitments = {person["commitment"] for person in people}
    demand(len(commitments) == len(people), "no commitment is there twice")


def of_randomness(randomness) -> None:
    if type(randomness) is dict and randomness.get("kind") == "balls":
        keys(randomness, "kind")
        return
    keys(randomness, "at", "chain", "fallback_at", "kind", "public_key", "round")
    demand(randomness["kind"] == "beacon", "the randomness is of a known kind")
    demand(randomness["chain"] == CHAIN, "the chain is quicknet")
    demand(randomness["public_key"] == KEY, "the key is quicknet's")
    count = whole(randomness["round"], 1, 2**36)  # the last before year 9999 is below this
    try:
        due = ROUND_ONE + timedelta(seconds=3 * (count - 1))
    except OverflowError:
        raise ValueError("no time can be written for this round") from None
    demand(time(randomness["at"]) == due, "the time is the round's")
    demand(time(randomness["fallback_at"]) > due, "balls stand in only after the round was due")


def of_draw(draw, promised) -> int:
    """The number drawn, 0 to 999."""
    demand(type(draw) is dict, "the draw is an object")
    if draw.get("kind") == "balls":
        keys(draw, "committed_at", "confirmed_at", "entered_at", "kind", "number")
        times = [time(draw[act]) for act in ("committed_at", "entered_at", "confirmed_at")]
        demand(times == sorted(times), "commitment, entry and confirmation follow each other")
        if promised["kind"] == "beacon":
            demand(times[1] >= time(promised["fallback_at"]), "the balls waited for the fallback")
        return int(shaped("[0-9]{3}", draw["number"]))
    keys(draw, "committed_at", "entered_at", "kind", "number", "round", "signature")
    demand(draw["kind"] == "beacon" and promised["kind"] == "beacon", "a beacon was promised")
    demand(type(draw["round"]) is int, "the round is a whole number")
    demand(draw["round"] == promised["round"], "the round is the one promised")
    due = time(promised["at"])
    demand(due - time(draw["committed_at"]) >= timedelta(minutes=15), "15 minutes lay between")
    demand(time(draw["entered_at"]) >= due, "the round had come")
    signature = shaped("[0-9a-f]{96}", draw["signature"])
    number = int(sha256(bytes.fromhex(signature)), 16) % 1000
    demand(draw["number"] == f"{number:03d}", "the number is the signature's")
    demand(signed(draw["round"], signature), "the signature is quicknet's for this round")
    return number


def signed(count: int, signature: str) -> bool:
    try:
        randomness = drand_verify.verify_quicknet(count, signature)
    except ValueError:
        return False
    return randomness == sha256(bytes.fromhex(signature))


def verify_chain(*records: bytes) -> list[str]:
    """The panels of consecutive records, oldest first; ValueError if one does not hold."""
    panels = []
    previous = assembly = pool = None
    for record in records:
        panels.append(verify(record))
        reader = Reader(record)
        manifest = reader.whole_file()["manifest"]
        if previous is not None:
            demand(manifest["previous"] == previous, "it names the one before")
            demand(manifest["assembly"] == assembly, "it is of the same assembly")
            demand(manifest["pool"] == pool + 1, "it has the number after")
        previous, assembly, pool = (
            reader.digest_of("manifest"),
            manifest["assembly"],
            manifest["pool"],
        )
    return panels


def verify_receipt(record: bytes, receipt: bytes) -> str:
    """The id of the person of this receipt, who is in the pool; ValueError if it proves nothing."""
    verify(record)
    manifest = Reader(record).whole_file()["manifest"]
    reader = Reader(receipt)
    mine = keys(reader.whole_file(), "answers", "format", "id", "pool", "reference", "salt")
    demand(mine["format"] == "assembly-receipt/2", "the receipt's format is known")
    demand(whole(mine["pool"], 1, 9999) == manifest["pool"], "the receipt is of this pool")
    demand(type(mine["answers"]) is dict, "the answers are an object")
    for answer in mine["answers"].values():
        string(answer)
    string(mine["reference"])
    sha(mine["salt"])
    pieces = []
    for key in ("answers", "reference", "salt"):
        start, end = reader.spans["pair", key]
        pieces.append(reader.source[start:end])
    commitment = sha256(("{" + ",".join(pieces) + "}").encode())
    found = [p["id"] for p in manifest["people"] if p["commitment"] == commitment]
    demand(found == [mine["id"]], "the pool holds this commitment under this id")
    return found[0]
