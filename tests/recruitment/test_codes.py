import random

import pytest

from recruitment import codes

SAMPLE = [codes.make(99_000_000 + n, 1, 1) for n in range(40)]


def test_a_code_is_the_same_each_time_and_differs_by_address_issue_and_assembly():
    made = {codes.make(1, 1, 1), codes.make(2, 1, 1), codes.make(1, 2, 1), codes.make(1, 1, 2)}
    assert codes.make(1, 1, 1) == codes.make(1, 1, 1)
    assert len(made) == 4


def test_a_code_holds_no_letter_that_is_easily_confused():
    assert set("".join(SAMPLE)) <= set(codes.ALPHABET)
    assert set("ILOU") & set(codes.ALPHABET) == set()


def test_every_single_wrong_character_is_caught():
    for code in SAMPLE:
        for place in range(codes.LENGTH):
            for other in codes.ALPHABET.replace(code[place], ""):
                with pytest.raises(codes.Mistyped):
                    codes.normalise(code[:place] + other + code[place + 1 :])


def test_every_swap_of_two_characters_is_caught():
    for code in SAMPLE:
        for first in range(codes.LENGTH):
            for second in range(first + 1, codes.LENGTH):
                swapped = list(code)
                swapped[first], swapped[second] = swapped[second], swapped[first]
                if "".join(swapped) != code:
                    with pytest.raises(codes.Mistyped):
                        codes.normalise("".join(swapped))


def test_a_plain_sum_would_miss_a_swap_so_the_weights_matter():
    def unweighted(body: str) -> int:
        total = 0
        for character in body:
            total ^= codes.ALPHABET.index(character)
        return total

    assert unweighted("AB") == unweighted("BA")
    assert codes.check_character("AB") != codes.check_character("BA")


@pytest.mark.parametrize(
    "typed",
    [
        lambda code: codes.pretty(code),
        lambda code: code.lower(),
        lambda code: f"  {code[:5]} {code[5:]} ",
        lambda code: code.replace("0", "O").replace("1", "l"),
        lambda code: "".join(chr(ord(c) + 0xFEE0) for c in code),
    ],
    ids=["as printed", "small letters", "spaces", "look-alikes", "full width"],
)
def test_however_it_is_typed_it_is_the_same_code(typed):
    for code in SAMPLE:
        assert codes.normalise(typed(code)) == code


def test_random_text_passes_the_check_no_more_often_than_chance():
    chance = random.Random(7)
    passed = 0
    for _ in range(20_000):
        text = "".join(chance.choices(codes.ALPHABET, k=codes.LENGTH))
        try:
            codes.normalise(text)
        except codes.Mistyped:
            continue
        passed += 1
    assert 500 < passed < 750


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Enter the code from your letter"),
        ("ABC", "The code has 13 letters and numbers. You entered 3"),
        ("U" * 13, "The code never contains “U”. Check it against your letter"),
    ],
)
def test_a_mistyped_code_says_what_is_wrong(text, message):
    with pytest.raises(codes.Mistyped) as refusal:
        codes.normalise(text)
    assert str(refusal.value) == message
