"""A receipt proves that its person is in the pool; a record tells nobody anyone's answers."""

import itertools
import random

import pytest

from recruitment.lottery import verify as ours

from . import assemblies, second


def ours_proves(content: bytes, receipt: bytes) -> bool:
    try:
        ours.verify(content, receipt=receipt)
    except ours.Wrong:
        return False
    return True


def second_proves(content: bytes, receipt: bytes) -> bool:
    try:
        second.verify_receipt(content, receipt)
    except ValueError:
        return False
    return True


def test_everyones_receipt_proves_they_are_in_the_pool_and_whether_they_were_drawn():
    drawn = assemblies.draw(7)
    for name, receipt in drawn.receipts.items():
        content = assemblies.canonical(receipt)
        line = ours.verify(drawn.content, receipt=content)[-1]
        chance = drawn.record["manifest"]["people"][int(name[1:]) - 1]["chance"][0]
        were = "were" if name in drawn.panel.split() else "were not"
        assert line == (
            f"you are {name}, were on {chance} of the 1,000 panels, and {were} on the one drawn"
        )
        assert second.verify_receipt(drawn.content, content) == name


def test_no_receipt_with_one_byte_changed_proves_anything():
    drawn = assemblies.draw(8, people=3)
    content = assemblies.canonical(drawn.receipts["P0002"])
    assert ours_proves(drawn.content, content)
    rng = random.Random(8)
    for at in range(len(content)):
        other = rng.choice([byte for byte in range(256) if byte != content[at]])
        put = bytes([other]) if at % 2 else b""
        changed = content[:at] + put + content[at + 1 :]
        assert not ours_proves(drawn.content, changed)
        assert not second_proves(drawn.content, changed)


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("id", "P0001"),
        ("id", "P0009"),
        ("id", 2),
        ("pool", True),
        ("pool", 2),
        ("format", "assembly-receipt/1"),
        ("reference", "R-1"),
        ("salt", "0" * 64),
        ("answers", {}),
        ("also", ""),
    ],
)
def test_no_receipt_with_one_part_changed_proves_anything(part, value):
    drawn = assemblies.draw(9, people=3)
    changed = assemblies.canonical({**drawn.receipts["P0002"], part: value})
    assert not ours_proves(drawn.content, changed)
    assert not second_proves(drawn.content, changed)


@pytest.mark.parametrize(
    ("part", "value"),
    [("salt", "secret"), ("salt", 5), ("reference", 5), ("answers", ["x"]), ("answers", {"x": 1})],
)
def test_no_receipt_of_another_form_proves_anything_even_if_it_was_committed_to(part, value):
    drawn = assemblies.draw(9, people=3)
    receipt = {**drawn.receipts["P0002"], part: value}
    drawn.record["manifest"]["people"][1]["commitment"] = assemblies.commitment(receipt)
    content = assemblies.sealed(drawn.record)
    assert second.verify(content) == drawn.panel
    assert not ours_proves(content, assemblies.canonical(receipt))
    assert not second_proves(content, assemblies.canonical(receipt))


def guesses(commitment: str, reference: str, salts: list[str]) -> list[dict[str, str]]:
    """Return all plausible answers that a commitment could be of, were the salt one of these."""
    return [
        answers
        for values in itertools.product(*assemblies.ANSWERS.values())
        for answers in [dict(zip(assemblies.ANSWERS, values, strict=True))]
        for salt in salts
        if assemblies.commitment({"answers": answers, "reference": reference, "salt": salt})
        == commitment
    ]


def test_a_thousand_guesses_find_nobodys_answers_without_their_salt():
    """576 plausible answers for each of 4 salts an attacker might try, for 3 people: 6,912."""
    drawn = assemblies.draw(10, people=6)
    rng = random.Random(11)
    *targets, other = drawn.receipts.values()
    salts = [other["salt"], "", "0" * 64, rng.randbytes(32).hex()]
    for receipt in targets[:3]:
        bound = assemblies.commitment(receipt)
        assert bound == drawn.record["manifest"]["people"][int(receipt["id"][1:]) - 1]["commitment"]
        assert guesses(bound, receipt["reference"], salts) == []
        assert len(bytes.fromhex(receipt["salt"])) == 32


def test_with_their_salt_the_same_guesses_find_exactly_their_answers():
    drawn = assemblies.draw(10, people=6)
    for receipt in list(drawn.receipts.values())[:3]:
        bound = assemblies.commitment(receipt)
        assert guesses(bound, receipt["reference"], [receipt["salt"]]) == [receipt["answers"]]


def test_a_record_holds_no_answer_reference_or_salt():
    drawn = assemblies.draw(10, people=40)
    for receipt in drawn.receipts.values():
        for secret in (receipt["reference"], receipt["salt"]):
            assert secret.encode() not in drawn.content
        assert not any(answer in drawn.content.decode() for answer in receipt["answers"].values())
