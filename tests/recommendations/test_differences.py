from hypothesis import given
from hypothesis import strategies as st

from recommendations.differences import Part, between


def test_words_added_and_removed_are_told_apart():
    assert between("Fit more lamps.", "Fit better lamps.") == [
        Part("same", "Fit "),
        Part("removed", "more"),
        Part("added", "better"),
        Part("same", " lamps."),
    ]


@given(st.text(), st.text())
def test_without_what_was_removed_the_new_text_remains(old, new):
    parts = between(old, new)
    assert "".join(part.text for part in parts if part.kind != "removed") == new


def test_no_change_is_one_part():
    assert between("Same text", "Same text") == [Part("same", "Same text")]
