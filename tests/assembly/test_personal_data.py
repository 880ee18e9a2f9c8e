from django.apps import apps
from django.test import Client

from assembly import personal_data
from assembly.encryption import EncryptedTextField


def encrypted_fields():
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, EncryptedTextField)
    }


def named(field):
    label, name = field.rsplit(".", 1)
    return apps.get_model(label)._meta.get_field(name)


def test_every_encrypted_field_has_an_entry():
    assert {field for field in encrypted_fields() if not personal_data.entry_of(field)} == set()


def test_every_entry_names_fields_that_exist_each_once():
    fields = [field for entry in personal_data.REGISTER for field in entry.fields]
    assert [named(field).name for field in fields] == [field.rsplit(".")[-1] for field in fields]
    assert len(fields) == len(set(fields))


def test_a_field_without_an_entry_is_noticed():
    assert personal_data.entry_of("recruitment.Registration.shoe_size") is None


def test_the_privacy_page_tells_what_is_held_why_and_how_long(db):
    page = Client().get("/privacy/").content.decode()
    for entry in personal_data.REGISTER:
        assert page.count(f">{entry.what}</th>") == 1
