"""A country's address file: 30 million rows, read twice. Run by script/test --soak."""

import pytest

from assembly.bench import frame

pytestmark = pytest.mark.soak


@pytest.mark.parametrize("count", [frame.COUNTRY])
def test_thirty_million_rows_are_drawn_from_in_a_minute_and_half_a_gigabyte_twice_alike(count):
    with frame.files(count) as paths:
        runs = [frame.apart("ours", *paths) for _ in range(2)]
    for run in runs:
        print(f"{run.seconds:.1f} s, {run.cpu:.1f} CPU s, {run.megabytes:.0f} MB")
    assert runs[0].result == runs[1].result
    assert max(run.megabytes for run in runs) <= frame.MOST_MEGABYTES
    assert min(run.seconds for run in runs) <= frame.MOST_SECONDS
