"""What many tests share is theirs alone while they run, and gone afterwards."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from assembly.models import Assembly
from tests import kept, make


def built() -> Assembly:
    default_storage.save("note.txt", ContentFile(b"Kept"))
    return make.assembly(name="As it was built")


@pytest.fixture
def shared(db):
    return kept.again(built)


@pytest.mark.parametrize("time", range(3))
def test_each_gets_rows_files_and_objects_as_they_were_built(shared, time):
    assert (shared.name, Assembly.objects.get().name) == ("As it was built", "As it was built")
    assert default_storage.exists("note.txt")
    shared.name = "Changed"
    shared.save()
    default_storage.delete("note.txt")


def test_nothing_is_kept_that_began_among_other_rows(assembly):
    with pytest.raises(AssertionError, match="before any other row"):
        kept.again(lambda: make.assembly())


@pytest.mark.parametrize("time", range(2))
def test_after_real_transactions_no_row_is_left(transactional_db, time):
    assert kept.filled() == []
    make.role(make.assembly(), "organiser")
    assert "assembly_assembly" in kept.filled()
