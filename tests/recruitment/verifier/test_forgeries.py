"""Each rule of a record catches its own forgery: fingerprint and seal are made to fit the lie."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from recruitment.lottery import verify as ours

from . import assemblies, second

Record = dict[str, Any]
FORGERIES: list[tuple[str, str, str, Callable[[Record], Any]]] = []


def forgery(how: str, ours_says: str, second_says: str):
    """Register a change of a record held in this way, and what the two verifiers say of it."""

    def register(change: Callable[[Record], Any]):
        FORGERIES.append((how, ours_says, second_says, change))
        return change

    return register


def refused(content: bytes, ours_says: str, second_says: str) -> None:
    with pytest.raises(ours.Wrong, match=ours_says):
        ours.verify(content)
    with pytest.raises(ValueError, match=second_says):
        second.verify(content)


def make(how: str) -> Record:
    """Return a record of 6 people and 3 seats; "redraw" is the second of its assembly."""
    before = assemblies.draw(1, people=6) if how == "redraw" else None
    return copy.deepcopy(assemblies.draw(7, "balls" if before else how, before, people=6).record)


@pytest.mark.parametrize("how", [*assemblies.KINDS, "redraw"])
def test_what_is_forged_here_held_before(how):
    content = assemblies.sealed(assemblies.recounted(make(how)))
    ours.verify(content)
    second.verify(content)


@forgery("balls", "not on as many panels", "what the panels give")
def one_more_chance(record):
    record["manifest"]["people"][0]["chance"][0] += 1


@forgery("balls", "not on as many panels", "what the panels give")
def a_chance_out_of_a_hundred(record):
    record["manifest"]["people"][0]["chance"][1] = 100


@forgery("balls", "not on as many panels", "not canonical")
def a_chance_that_is_true(record):
    """Python takes True for 1."""
    everyone_but_one(record, seen=1)
    record["manifest"]["people"][0]["chance"][0] = True


@forgery("balls", "not on as many panels", "not canonical")
def a_chance_that_is_false(record):
    everyone_but_one(record, seen=0)
    record["manifest"]["people"][0]["chance"][0] = False


def everyone_but_one(record: Record, seen: int) -> None:
    """Put the first person on so many panels only."""
    manifest = record["manifest"]
    manifest["seats"] = 1
    manifest["panels"] = [[1]] * seen + [[2]] * (1000 - seen)
    record.update(assemblies.recounted(record))


def recounting(change: Callable[[Record], Any]) -> Callable[[Record], Any]:
    """Let chances and panel fit the panels as changed."""

    def changed(record: Record) -> None:
        change(record)
        record.update(assemblies.recounted(record))

    return changed


@forgery("balls", "different people in order", "number")
@recounting
def a_person_twice_on_a_panel(record):
    panel = record["manifest"]["panels"][5]
    panel[1] = panel[0]


@forgery("balls", "different people in order", "number")
@recounting
def a_panel_out_of_order(record):
    record["manifest"]["panels"][5].reverse()


@forgery("balls", "different people in order", "number")
def a_place_beyond_the_people(record):
    number = (int(record["draw"]["number"]) + 1) % 1000
    record["manifest"]["panels"][number][-1] = 7
    people = record["manifest"]["people"]
    for place, person in enumerate(people, start=1):
        person["chance"][0] = sum(place in panel for panel in record["manifest"]["panels"])


@forgery("balls", "different people in order", "number")
def place_nought(record):
    number = (int(record["draw"]["number"]) + 1) % 1000
    record["manifest"]["panels"][number][0] = 0
    people = record["manifest"]["people"]
    for place, person in enumerate(people, start=1):
        person["chance"][0] = sum(place in panel for panel in record["manifest"]["panels"])


@forgery("balls", "different people in order", "fills the seats")
@recounting
def a_panel_one_short(record):
    record["manifest"]["panels"][5].pop()


@forgery("balls", "not 1,000 panels", "a thousand panels")
@recounting
def a_panel_too_few(record):
    record["manifest"]["panels"].pop()


@forgery("balls", "not 1,000 panels", "a thousand panels")
@recounting
def a_panel_too_many(record):
    record["manifest"]["panels"].append(record["manifest"]["panels"][0])


@forgery("balls", "different people in order", "not canonical")
def true_for_place_one(record):
    panel = next(each for each in record["manifest"]["panels"] if each[0] == 1)
    panel[0] = True


@forgery("balls", "not panel", "the one of the number")
def the_panel_of_another_number(record):
    panels = record["manifest"]["panels"]
    other = next(panel for panel in panels if panel != panels[int(record["draw"]["number"])])
    record["panel"] = [f"P{place:04d}" for place in other]


@forgery("balls", "not panel", "the one of the number")
def the_panel_in_another_order(record):
    record["panel"].reverse()


@forgery("balls", "not panel", "the one of the number")
def another_number_with_the_same_panel_published(record):
    panels = record["manifest"]["panels"]
    drawn = panels[int(record["draw"]["number"])]
    record["draw"]["number"] = next(f"{n:03d}" for n, each in enumerate(panels) if each != drawn)


@forgery("balls", "three digits", "looks like")
def a_number_of_four_digits(record):
    record["draw"]["number"] = "0" + record["draw"]["number"]


@forgery("balls", "three digits", "looks like")
def a_number_in_digits_of_another_script(record):
    record["draw"]["number"] = "٠٠٧"


@forgery("balls", "three digits", "text")
def a_number_that_is_no_text(record):
    record["draw"]["number"] = int(record["draw"]["number"])


@forgery("balls", "before the list was fixed", "follow each other")
def balls_entered_before_the_commitment(record):
    record["draw"]["committed_at"] = assemblies.moment(9000)


@forgery("balls", "before the list was fixed", "follow each other")
def balls_confirmed_before_they_were_entered(record):
    record["draw"]["confirmed_at"] = assemblies.moment(-900)
    record["draw"]["entered_at"] = assemblies.moment(-899)


@forgery("balls", "before the pool was closed", "frozen before")
def a_commitment_before_the_freeze(record):
    record["manifest"]["frozen_at"] = assemblies.moment(-899)


@forgery("balls", "not drawn in the way promised", "keys are exactly|beacon was promised")
def a_beacon_where_balls_were_promised(record):
    record["draw"] = make("beacon")["draw"]


@forgery("fallback", "may stand in", "waited for the fallback")
def balls_before_the_time_of_the_fallback(record):
    record["draw"]["entered_at"] = assemblies.moment(3599)


@forgery("fallback", "before it is due", "stand in only after")
def a_fallback_before_the_round(record):
    record["manifest"]["randomness"]["fallback_at"] = assemblies.moment(0)


@forgery("beacon", "this is no time", "looks like")
def a_fallback_that_is_no_time(record):
    record["manifest"]["randomness"]["fallback_at"] = "later"


@forgery("beacon", "too shortly", "15 minutes")
def a_commitment_too_shortly_before_the_round(record):
    record["draw"]["committed_at"] = assemblies.moment(-899)


@forgery("beacon", "before the round", "round had come")
def an_entry_before_the_round(record):
    record["draw"]["entered_at"] = assemblies.moment(-1)


@forgery("beacon", "another round", "the one promised")
def a_round_that_was_not_promised(record):
    record["draw"]["round"] += 1


@forgery("beacon", "another time", "time is the round's")
def a_promise_of_another_round_at_the_same_time(record):
    record["manifest"]["randomness"]["round"] += 1
    record["draw"]["round"] += 1


@forgery("beacon", "not the beacon’s", "signature is quicknet's")
def a_signature_of_another_round(record):
    record["manifest"]["randomness"].update(round=assemblies.ROUND + 1, at=assemblies.moment(3))
    record["draw"].update(round=assemblies.ROUND + 1, entered_at=assemblies.moment(3))


@forgery("beacon", "another time", "number|time can be written")
def a_round_beyond_the_calendar(record):
    record["manifest"]["randomness"]["round"] = 2**61
    record["draw"]["round"] = 2**61


@forgery("beacon", "no round", "number")
def round_nought(record):
    record["manifest"]["randomness"].update(round=0, at=assemblies.moment(-3 * assemblies.ROUND))
    record["draw"]["round"] = 0


@forgery("beacon", "not the one that the round gives", "the number is the signature's")
def another_number_than_the_signature_gives(record):
    record["draw"]["number"] = f"{(int(record['draw']['number']) + 1) % 1000:03d}"
    record.update(assemblies.recounted(record))


def signature(changed: str) -> Callable[[Record], Any]:
    """Draw by another signature: number and panel are those that it would give."""

    def change(record: Record) -> None:
        data = bytes.fromhex(changed)
        number = int(assemblies.hashlib.sha256(data).hexdigest(), 16) % 1000
        record["draw"].update(signature=changed, number=f"{number:03d}")
        record.update(assemblies.recounted(record))

    change.__name__ = f"signature_{changed[:6]}"
    return change


for changed in (
    assemblies.SIGNATURE[:-1] + "a",
    "9" + assemblies.SIGNATURE[1:],  # the other point with this x
    "c0" + "00" * 47,  # infinity
    "00" * 48,
    "80" + "00" * 47,  # on the curve, of order 3
    "3" + assemblies.SIGNATURE[1:],  # not marked as compressed
    "ff" * 48,
):
    FORGERIES.append(("beacon", "not the beacon’s", "is quicknet's", signature(changed)))


@forgery("beacon", "no signature", "looks like")
def a_signature_in_capitals(record):
    record["draw"]["signature"] = record["draw"]["signature"].upper()


@forgery("beacon", "unknown beacon", "chain is quicknet")
def another_chain(record):
    record["manifest"]["randomness"]["chain"] = "0" * 64


@forgery("beacon", "not the key", "key is quicknet's")
def another_key(record):
    record["manifest"]["randomness"]["public_key"] = "0" * 192


@forgery("redraw", "without a reason", "gives its reason")
def a_redraw_without_a_reason(record):
    record["manifest"]["reason"] = " \n\u3000"


@forgery("redraw", "no chain", "looks like")
def a_redraw_that_follows_nothing(record):
    record["manifest"]["previous"] = ""


@forgery("redraw", "only it, is draw 1", "not number 1")
def a_redraw_that_is_number_1(record):
    record["manifest"]["pool"] = 1


@forgery("balls", "no chain", "nothing precedes")
def a_first_draw_that_follows_another(record):
    record["manifest"]["previous"] = "0" * 64


@forgery("balls", "only it, is draw 1", "number 1")
def a_first_draw_that_is_number_2(record):
    record["manifest"]["pool"] = 2


@forgery("balls", "no number", "not canonical")
def a_pool_numbered_true(record):
    record["manifest"]["pool"] = True


@forgery("balls", "unknown kind", "no such kind")
def another_kind_of_draw(record):
    record["manifest"]["kind"] = "second"


@forgery("balls", "one commitment", "twice")
def one_commitment_for_two_people(record):
    people = record["manifest"]["people"]
    people[0]["commitment"] = people[1]["commitment"]


@forgery("balls", "is not P0001", "in order")
def another_id(record):
    record["manifest"]["people"][0]["id"] = "P1"


@forgery("balls", "reason is no text", "text")
def a_reason_that_is_no_text(record):
    record["manifest"]["reason"] = 5


@forgery("balls", "assembly is no text", "text")
def a_name_that_is_no_text(record):
    record["manifest"]["assembly"] = ["north"]


@forgery("balls", "no list that I know", "format is known")
def another_format(record):
    record["manifest"]["format"] = "assembly-manifest/1"


TIME = "text|looks like|month|day|hour|second|year|not canonical"
for moment in (
    "2023-08-23t15:09:27z",
    "2023-8-23T15:09:27Z",
    "2023-08-23T15:09:60Z",
    "2023-08-23T24:00:00Z",
    "2023-02-29T15:09:27Z",
    "0000-01-01T00:00:00Z",
    "２０２３-08-23T15:09:27Z",
    "2023-08-23T15:09:27+00:00",
    "2023-08-23T15:09:27Z\n",
    5,
    None,
):

    def another_form_of_time(record, moment=moment):
        record["manifest"]["frozen_at"] = moment

    FORGERIES.append(("balls", "no time", TIME, another_form_of_time))

for place in ([], ["manifest"], ["manifest", "people", 0], ["manifest", "randomness"], ["draw"]):

    def an_unknown_key(record, place=place):
        for step in place:
            record = record[step]
        record["also"] = ""

    FORGERIES.append(("balls", "has not the parts", "keys are exactly", an_unknown_key))


@pytest.mark.parametrize(
    ("how", "ours_says", "second_says", "change"),
    [pytest.param(*each, id=f"{n}-{each[3].__name__}") for n, each in enumerate(FORGERIES)],
)
def test_both_verifiers_refuse_a_forgery(how, ours_says, second_says, change):
    record = make(how)
    change(record)
    refused(assemblies.sealed(record), ours_says, second_says)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'{"draw":', b'{ "draw":'),
        (b'{"draw":', b'\xef\xbb\xbf{"draw":'),
        (b'{"draw":', b'{"draw":0,"draw":'),
        (b'"kind":"first"', b'"kind":"redraw","kind":"first"'),
        (b'"pool":1,', b'"pool":1.0,'),
        (b'"pool":1,', b'"pool":1e0,'),
        (b'"pool":1,', b'"pool":01,'),
        (b'"pool":1,', b'"pool":+1,'),
        (b'"reason":""', b'"reason":NaN'),
        (b'"kind":"first"', b'"kind":"\\u0066irst"'),
        (b'"assembly-draw/2"', b'"assembly-draw\\/2"'),
        (b'"engine":"', b'"engine":"\t'),
        (b'"engine":"', b'"engine":"\xff'),
        (b'"engine":"', b'"engine":"\xed\xa0\x80'),
        (b'"engine":"', b'"engine":"\\ud800'),
        (b'"panel":[', b'"panel":[,'),
        (b"]]", b"],]"),
    ],
)
def test_both_verifiers_refuse_other_ways_of_writing_a_record(old, new):
    content = assemblies.draw(4, people=6).content
    assert content.count(old) >= 1
    refused(content.replace(old, new, 1), "not JSON|canonical|fraction", r".")


@pytest.mark.parametrize(
    ("character", "written"),
    [
        ("\x1f", b"\\u001F"),
        ("\n", b"\\u000a"),
        ("/", b"\\/"),
        ("\x7f", b"\\u007f"),
        ("é", b"\\u00e9"),
        ("🎱", b"\\ud83c\\udfb1"),
    ],
)
def test_both_verifiers_know_one_way_of_writing_a_character(character, written):
    record = make("balls")
    record["manifest"]["engine"] = f"<{character}>"
    content = assemblies.sealed(record)
    ours.verify(content)
    second.verify(content)
    usual = assemblies.canonical(character)[1:-1]
    changed = content.replace(b"<" + usual + b">", b"<" + written + b">")
    assert changed != content
    refused(changed, "canonical", "not canonical|digest")


@pytest.mark.parametrize("end", [b"\n", b" ", b"\0", b"{}"])
def test_both_verifiers_refuse_anything_after_a_record(end):
    refused(assemblies.draw(4, people=6).content + end, "not JSON|canonical", "follows")


def test_both_verifiers_refuse_keys_out_of_order():
    record = json_backwards(assemblies.draw(4, people=6).record)
    refused(record, "canonical", "out of order")


def json_backwards(record: Record) -> bytes:
    parts = [
        assemblies.canonical(name) + b":" + assemblies.canonical(part)
        for name, part in sorted(record.items(), reverse=True)
    ]
    return b"{" + b",".join(parts) + b"}"
