"""What the public and the auditor get, from real draws, checked by the programs they get."""

import io
import json
import subprocess
import sys
from zipfile import ZipFile

import pytest

from assembly.errors import DomainError
from recruitment import auditor, offers, pools, records
from recruitment.lottery import check, verify
from tests import make

from . import make_draws


@pytest.fixture
def drawn(assembly):
    return make_draws.held(make_draws.committed(make_draws.ready(assembly)))


def test_the_record_of_a_draw_holds_and_names_no_attribute(drawn):
    record = records.record(drawn)
    lines = verify.verify(record, drawn.pool.manifest_sha256)
    assert "panel 417 was drawn by balls" in lines
    assert b"woman" not in record


def test_everyones_receipt_proves_that_they_were_in_the_pool(drawn):
    record = records.record(drawn)
    for entry in drawn.pool.entries.select_related("pool", "registration"):
        found = verify.verify(record, receipt=records.receipt(entry))[-1]
        assert f"were on {entry.panels} of the 1,000 panels" in found


def test_a_receipt_with_another_answer_does_not_hold(drawn):
    entry = drawn.pool.entries.first()
    entry.answers = {**entry.answers, "gender": "another"}
    with pytest.raises(verify.Wrong, match="does not fit"):
        verify.verify(records.record(drawn), receipt=records.receipt(entry))


def test_the_downloaded_verifier_runs_alone(drawn, tmp_path):
    (tmp_path / "verify.py").write_bytes(records.verifier())
    (tmp_path / "record.json").write_bytes(records.record(drawn))
    words = [sys.executable, "-I", "verify.py", "record.json", "--fingerprint"]
    for fingerprint, status in ((drawn.pool.manifest_sha256, 0), ("0" * 64, 1)):
        done = subprocess.run([*words, fingerprint], cwd=tmp_path, capture_output=True, check=False)
        assert done.returncode == status


def test_a_draw_given_up_stays_and_the_new_one_names_it(drawn):
    by = make.actor_with(drawn.pool.assembly, "recruiter")
    first = records.record(drawn)
    pools.abandon(drawn.pool, reason="The balls were not shown", by=by, now=make.NOW)
    drawn.pool.refresh_from_db()
    with pytest.raises(DomainError, match="given up"):
        offers.make(drawn, deadline=make.NOW, by=by, now=make.NOW)
    again = make_draws.held(make_draws.committed(drawn.pool.assembly), "042")
    assert (again.pool.number, again.pool.kind) == (2, "redraw")
    assert records.record(drawn) == first
    lines = verify.verify(records.record(again), previous=first)
    assert any("it follows the draw" in line for line in lines)


def test_a_draw_whose_seats_are_offered_cannot_be_given_up(drawn):
    by = make.actor_with(drawn.pool.assembly, "recruiter")
    offers.make(drawn, deadline=make.NOW, by=by, now=make.NOW)
    with pytest.raises(DomainError, match="this draw stands"):
        pools.abandon(drawn.pool, reason="We liked it not", by=by, now=make.NOW)


def test_the_auditors_files_are_those_of_the_manifest_and_pass_the_checker(drawn, tmp_path):
    pool, by = drawn.pool, make.actor_with(drawn.pool.assembly, "board")
    bundle = auditor.bundle(pool, by=by, now=make.NOW)
    assert auditor.bundle(pool, by=by, now=make.NOW) == bundle
    with ZipFile(io.BytesIO(bundle)) as archive:
        archive.extractall(tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_bytes())
    for name, key in (
        ("people.csv", "attributes"),
        ("targets.csv", "targets"),
        ("lottery.json", "lottery"),
    ):
        assert (
            verify.hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()
            == manifest[f"{key}_sha256"]
        )
    words = [str(tmp_path / "lottery.json"), "--targets", str(tmp_path / "targets.csv")]
    words += ["--people", str(tmp_path / "people.csv"), "--address-columns", "address"]
    assert check.main(words) == 0
    content = (tmp_path / "people.csv").read_text().replace("woman", "man")
    (tmp_path / "people.csv").write_text(content)
    assert check.main(words) == 1


def test_the_auditors_files_hold_no_name(drawn):
    by = make.actor_with(drawn.pool.assembly, "board")
    with ZipFile(io.BytesIO(auditor.bundle(drawn.pool, by=by, now=make.NOW))) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    people = drawn.pool.assembly.registrations.all()
    assert not [person for person in people if person.name.encode() in everything]
    assert not [person for person in people if person.reference.encode() in everything]
