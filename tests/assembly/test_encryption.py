import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from assembly import encryption
from assembly.models import OutboxMessage
from tests import make


@pytest.fixture
def message(assembly):
    return OutboxMessage.objects.create(
        assembly=assembly,
        key="one",
        kind="offer",
        to="alice@example.org",
        subject="Hello",
        body="Zebra-canary",
        created_at=make.NOW,
        due_at=make.NOW,
        send_after=make.NOW,
    )


def stored(message, column: str) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM assembly_outboxmessage WHERE id = %s", [message.pk])  # noqa: S608
        return bytes(cursor.fetchone()[0])


def test_what_is_stored_does_not_show_the_text(message):
    assert b"canary" not in stored(message, "body")
    assert OutboxMessage.objects.get(pk=message.pk).body == "Zebra-canary"


def test_saving_unchanged_keeps_the_ciphertext(message):
    before = stored(message, "body")
    OutboxMessage.objects.get(pk=message.pk).save()
    assert stored(message, "body") == before


def test_a_ciphertext_moved_to_another_row_is_an_error_not_data(message, assembly):
    other = OutboxMessage.objects.create(
        assembly=assembly,
        key="two",
        kind="offer",
        to="bob@example.org",
        subject="Hello",
        body="Other",
        created_at=make.NOW,
        due_at=make.NOW,
        send_after=make.NOW,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE assembly_outboxmessage SET body = %s WHERE id = %s",
            [stored(message, "body"), other.pk],
        )
    with pytest.raises(encryption.Undecipherable):
        OutboxMessage.objects.get(pk=other.pk).body  # noqa: B018


def test_an_update_that_would_store_plain_text_is_refused(message):
    with pytest.raises(TypeError, match="encrypted with its row"):
        OutboxMessage.objects.filter(pk=message.pk).update(body="plain")


def test_a_key_added_in_front_encrypts_and_the_old_one_still_reads(message, settings, tmp_path):
    old = settings.FIELD_KEY_FILE.read_text().strip()
    both = tmp_path / "keys"
    both.write_text(f"{encryption.make_key()}\n{old}\n")
    code = encryption.keyed_hash("letter code", "1")
    settings.FIELD_KEY_FILE = both
    fresh = OutboxMessage.objects.get(pk=message.pk)
    assert (fresh.body, encryption.keyed_hash("letter code", "1")) == ("Zebra-canary", code)
    fresh.body = "New"
    fresh.save()
    assert stored(message, "body")[:4] == bytes.fromhex(both.read_text()[:8])


@pytest.mark.parametrize("content", ["", "nonsense", "00112233:c2hvcnQ="])
def test_a_key_file_that_is_wrong_stops_the_application(settings, tmp_path, content):
    settings.FIELD_KEY_FILE = tmp_path / "keys"
    settings.FIELD_KEY_FILE.write_text(content)
    with pytest.raises(ImproperlyConfigured):
        encryption.keys()
