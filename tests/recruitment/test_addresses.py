import html
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from assembly import stages
from assembly.errors import BadInput, DomainError, NotAllowed, WrongStage
from assembly.models import AuditEntry
from recruitment import addresses, codes, frames
from recruitment.forms import addresses as forms_of_addresses
from recruitment.frames.order import Plan, choose
from recruitment.models import Address, AddressDraw, Frame, Invitation
from recruitment.queries import addresses as queries
from recruitment.tasklist.invitations import draw_addresses
from tests import make, make_addresses

pytestmark = pytest.mark.django_db


def drawn_udprns(draw, stratum=None):
    found = Address.objects.filter(draw=draw)
    found = found.filter(stratum=stratum) if stratum else found
    return list(found.order_by("stratum", "rank").values_list("udprn", flat=True))


def by_hand(udprns, seed="20240110"):
    """Order addresses as docs/addresses.md says, without any of the product's code."""
    return sorted(udprns, key=lambda udprn: sha256(f"{seed}:{udprn}".encode()).hexdigest())


def decile(udprn):
    return (udprn - make_addresses.FIRST) % 9 + 1


def test_a_draw_is_the_one_that_anyone_gets_by_hand(assembly, tmp_path):
    draw = make_addresses.draw(assembly, tmp_path)
    order = by_hand(range(make_addresses.FIRST, make_addresses.FIRST + 90))
    even = order[:16]
    extra = [udprn for udprn in order[16:] if decile(udprn) <= 3][:4]
    assert drawn_udprns(draw, addresses.EVEN) == even
    assert drawn_udprns(draw, addresses.DEPRIVED) == extra


def test_the_order_of_rows_does_not_matter(assembly, tmp_path):
    rows = [make_addresses.row(place) for place in range(90)]
    there = make_addresses.draw(assembly, tmp_path, file=make_addresses.paf(tmp_path, rows))
    back = make_addresses.draw(
        make.assembly(), tmp_path, file=make_addresses.paf(tmp_path, rows[::-1])
    )
    assert drawn_udprns(there) == drawn_udprns(back)


def test_another_seed_draws_other_addresses(assembly, tmp_path):
    one = make_addresses.draw(assembly, tmp_path)
    other = make_addresses.draw(make.assembly(), tmp_path, seed="other")
    assert drawn_udprns(one) != drawn_udprns(other)


def test_further_waves_continue_the_order_and_repeat_no_address(assembly, tmp_path):
    waves = [make_addresses.draw(assembly, tmp_path, even_share=100) for _ in range(3)]
    order = by_hand(range(make_addresses.FIRST, make_addresses.FIRST + 90))
    assert [wave.wave for wave in waves] == [1, 2, 3]
    assert [udprn for wave in waves for udprn in drawn_udprns(wave)] == order[:60]
    assert Frame.objects.count() == 1


def test_a_further_wave_may_be_drawn_in_some_wards_only(assembly, tmp_path):
    """Leyton has the postcodes 1 to 3, a third of the 90 homes."""
    first = make_addresses.draw(assembly, tmp_path, even_share=100)
    second = make_addresses.draw(assembly, tmp_path, even_share=100, size=10, wards=["Leyton"])
    order = by_hand(range(make_addresses.FIRST, make_addresses.FIRST + 90))
    there = [number for number in order[20:] if (number - make_addresses.FIRST) % 9 < 3]
    assert drawn_udprns(first) == order[:20]
    assert drawn_udprns(second) == there[:10]
    assert second.wards == ["Leyton"]
    assert second.counts["available"] == len(there)
    assert {address.ward for address in second.addresses.all()} == {"Leyton"}


def test_a_wave_in_wards_is_refused_for_a_ward_that_is_not_there(assembly, tmp_path):
    with pytest.raises(BadInput) as refused:
        make_addresses.draw(assembly, tmp_path, wards=["Leyton", "Layton"])
    assert refused.value.message == "The postcode file has no ward “Layton”."
    assert not Address.objects.exists()


def test_a_wave_in_wards_needs_enough_homes_there(assembly, tmp_path):
    with pytest.raises(BadInput) as refused:
        make_addresses.draw(assembly, tmp_path, even_share=100, size=31, wards=["Leyton"])
    assert refused.value.message == (
        "The file has only 30 residential addresses in the wards you named that were not drawn "
        "before. 31 are needed."
    )


def test_a_further_wave_keeps_the_seed(assembly, tmp_path):
    make_addresses.draw(assembly, tmp_path)
    with pytest.raises(BadInput) as refused:
        make_addresses.draw(assembly, tmp_path, seed="another")
    assert refused.value.message == (
        "A further wave continues the order of the first: its seed is “20240110”."
    )


def test_chances_are_those_of_many_draws(assembly, tmp_path):
    """Measure 600 seeds: in each group the share drawn is the published chance."""
    draw = make_addresses.draw(assembly, tmp_path)
    deprived, other = draw.counts["groups"]
    assert (deprived["addresses"], other["addresses"]) == (30, 60)
    assert deprived["chance"] == pytest.approx(16 / 90 + 4 / 30)
    assert other["chance"] == pytest.approx(16 / 90)
    lookup = frames.read_lookup(make_addresses.postcodes(tmp_path))
    file = make_addresses.houses(tmp_path, 90)
    seen = {True: 0, False: 0}
    for seed in range(600):
        choice = choose(frames.Reading(file, lookup), Plan(20, 80, 3, str(seed)))
        for point in choice.even + choice.extra:
            seen[point.area.decile <= 3] += 1
    assert seen[True] / (600 * 30) == pytest.approx(deprived["chance"], abs=0.012)
    assert seen[False] / (600 * 60) == pytest.approx(other["chance"], abs=0.008)


def test_an_address_keeps_what_the_letter_needs(assembly, tmp_path):
    make_addresses.draw(assembly, tmp_path)
    address = Address.objects.get(stratum=addresses.EVEN, rank=1)
    place = address.udprn - make_addresses.FIRST
    assert address.lines == [f"{place + 1} Yarrow Road", "LONDON"]
    assert address.postcode == f"E17 {place % 9 + 1}AA"
    assert address.decile == place % 9 + 1
    assert address.lsoa == f"E0100000{place % 9 + 1}"


def test_each_address_gets_one_invitation_and_its_code_is_nowhere(assembly, tmp_path):
    make_addresses.draw(assembly, tmp_path)
    assert Invitation.objects.count() == 20
    for invitation in Invitation.objects.select_related("address"):
        code = codes.make(invitation.address.udprn, 1, assembly.pk)
        assert bytes(invitation.code_hash) == codes.index(code)
        assert code.encode() not in bytes(invitation.code_hash)


def test_the_file_is_recorded_and_its_rows_are_not_kept(assembly, tmp_path):
    rows = [make_addresses.row(n) for n in range(40)] + [make_addresses.row(40, kind="L")]
    path = make_addresses.paf(tmp_path, rows)
    draw = make_addresses.draw(assembly, tmp_path, file=path, size=10)
    assert draw.frame.sha256 == sha256(path.read_bytes()).hexdigest()
    assert (draw.frame.rows, draw.frame.residential) == (41, 40)
    assert draw.frame.exclusions == {"large_user": 1}
    assert draw.frame.file_name == "paf.csv"
    assert Address.objects.count() == 10


def test_the_draw_is_in_the_audit_chain_without_any_address(assembly, tmp_path):
    draw = make_addresses.draw(assembly, tmp_path)
    entry = AuditEntry.objects.get(act="addresses.draw")
    assert (entry.object_type, entry.object_id) == ("recruitment.AddressDraw", str(draw.pk))
    assert entry.detail == {
        "wave": 1,
        "size": 20,
        "seed": "20240110",
        "sha256": draw.frame.sha256,
    }


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"size": 0}, "Enter how many addresses to draw, from 1 to 1,000,000."),
        ({"even_share": 101}, "The share drawn evenly is a percentage from 0 to 100."),
        ({"deprived_deciles": 0}, "Choose which deciles count as more deprived: 1 up to 10."),
        ({"seed": " "}, "Enter a seed of 1 to 64 characters, for example numbers drawn in public."),
        (
            {"size": 200},
            "The file has only 90 residential addresses in the area that were not drawn before. "
            "160 are needed.",
        ),
        (
            {"size": 50, "even_share": 0},
            "The file has only 30 such addresses in deciles 1 to 3: not enough to draw 50 more "
            "among them.",
        ),
    ],
)
def test_a_draw_that_cannot_be_is_refused_and_leaves_nothing(assembly, tmp_path, options, message):
    with pytest.raises(BadInput) as refused:
        make_addresses.draw(assembly, tmp_path, **options)
    assert refused.value.message == message
    assert (Frame.objects.count(), AddressDraw.objects.count()) == (0, 0)


def test_a_bad_row_at_the_end_leaves_nothing(assembly, tmp_path):
    rows = [make_addresses.row(n) for n in range(50)] + [make_addresses.row(50, udprn="x")]
    with pytest.raises(BadInput):
        make_addresses.draw(assembly, tmp_path, file=make_addresses.paf(tmp_path, rows))
    assert (Frame.objects.count(), Address.objects.count(), AuditEntry.objects.count()) == (0, 0, 0)


def test_a_wave_drawn_meanwhile_by_somebody_else_wins(assembly, tmp_path, monkeypatch):
    """The file takes minutes to read: whoever finishes second is told so."""
    read = choose

    def choose_slowly(*args):
        monkeypatch.setattr(addresses, "choose", read)
        make_addresses.draw(assembly, tmp_path)
        return read(*args)

    monkeypatch.setattr(addresses, "choose", choose_slowly)
    with pytest.raises(DomainError) as refused:
        make_addresses.draw(assembly, tmp_path)
    assert refused.value.message == "Somebody else has just drawn this wave of addresses."
    assert AddressDraw.objects.count() == 1


def test_nobody_without_the_role_draws_and_nobody_after_registration(assembly, tmp_path):
    with pytest.raises(NotAllowed):
        make_addresses.draw(assembly, tmp_path, by=make.actor_with(assembly, "facilitator"))
    assembly.stage = stages.DRAW.key
    with pytest.raises(WrongStage):
        make_addresses.draw(assembly, tmp_path)


def test_the_database_refuses_an_address_drawn_twice_and_a_code_used_twice(assembly, tmp_path):
    make_addresses.draw(assembly, tmp_path)
    address, other = Address.objects.order_by("pk")[:2]
    with pytest.raises(IntegrityError, match="address_drawn_once"), transaction.atomic():
        Address.objects.filter(pk=other.pk).update(udprn=address.udprn)
    with pytest.raises(IntegrityError, match="code_hash"), transaction.atomic():
        Invitation.objects.filter(address=other).update(code_hash=address.invitation.code_hash)


def core(tmp_path, count=90):
    rows = [make_addresses.core_row(place) for place in range(count)]
    return make_addresses.paf(tmp_path, rows, name="core.csv")


def test_addressbase_is_drawn_from_in_the_order_of_uprns_in_twelve_digits(assembly, tmp_path):
    file = make_addresses.paf(
        tmp_path, [make_addresses.core_row(place, uprn=str(7 + place)) for place in range(90)]
    )
    draw = make_addresses.draw(assembly, tmp_path, file=file, kind="addressbase", even_share=100)
    order = by_hand(f"{uprn:012d}" for uprn in range(7, 97))
    assert [f"{uprn:012d}" for uprn in drawn_udprns(draw)] == order[:20]
    assert (draw.frame.kind, draw.frame.number_name) == ("addressbase", "UPRN")


def test_the_longest_uprn_is_stored(assembly, tmp_path):
    file = make_addresses.paf(tmp_path, [make_addresses.core_row(0, uprn="999999999999")])
    draw = make_addresses.draw(
        assembly, tmp_path, file=file, kind="addressbase", size=1, even_share=100
    )
    assert drawn_udprns(draw) == [999_999_999_999]


def test_a_further_wave_cannot_come_from_another_kind_of_file(assembly, tmp_path):
    make_addresses.draw(assembly, tmp_path)
    with pytest.raises(BadInput) as refused:
        make_addresses.draw(assembly, tmp_path, file=core(tmp_path), kind="addressbase")
    assert refused.value.message == (
        "The waves before were drawn from Royal Mail PAF. Another kind of file numbers addresses "
        "differently, so that some could be drawn twice."
    )


def test_the_choices_and_the_columns_are_recorded_with_the_file(assembly, tmp_path):
    columns = ", ".join(make_addresses.CORE)
    draw = make_addresses.draw(
        assembly, tmp_path, file=core(tmp_path), kind="addressbase", columns=columns,
        institutions="keep", multi_residence="leave",
    )  # fmt: skip
    frame = Frame.objects.get()
    assert draw.frame == frame
    assert (frame.columns, frame.institutions, frame.multi_residence) == (columns, "keep", "leave")


def test_a_directory_of_postcodes_is_cut_to_the_local_authority(assembly, tmp_path):
    directory = tmp_path / "ONSPD.csv"
    directory.write_text(
        "pcds,lad25cd,wd25cd,lsoa11cd,lsoa21cd,imd20ind\n"
        + "".join(
            f"E17 {n}AA,E0900003{n % 2},E0500000{n},E0100000{n},E0100000{n},{n * 3_000}\n"
            for n in range(1, 10)
        )
    )
    draw = make_addresses.draw(
        assembly, tmp_path, postcodes=directory, districts="E09000031", size=10
    )
    assert (draw.frame.residential, draw.frame.exclusions) == (50, {"outside": 40})
    assert draw.frame.districts == "E09000031"
    assert {address.ward for address in Address.objects.all()} <= {
        f"E0500000{n}" for n in (1, 3, 5, 7, 9)
    }


# What is published


def test_the_public_sees_chances_as_one_in_so_many(assembly, tmp_path):
    make_addresses.draw(assembly, tmp_path)
    [wave] = queries.waves(assembly)
    assert [(group.label, group.addresses, group.one_in) for group in wave.groups] == [
        ("More deprived areas (deciles 1 to 3)", 30, "1 in 3"),
        ("Other areas", 60, "1 in 6"),
    ]
    assert sum(group.drawn for group in wave.groups) == 20


def test_where_all_have_the_same_chance_there_is_one_group(assembly, tmp_path):
    make_addresses.draw(assembly, tmp_path, even_share=100, size=10)
    [wave] = queries.waves(assembly)
    assert [(group.label, group.addresses, group.drawn, group.one_in) for group in wave.groups] == [
        ("All areas", 90, 10, "1 in 9")
    ]


def test_every_row_left_out_is_published_by_reason(assembly, tmp_path):
    rows = [make_addresses.row(n) for n in range(40)]
    rows += [make_addresses.row(40 + n, organisation="SHOP") for n in range(3)]
    rows += [make_addresses.row(50, po_box="12")]
    make_addresses.draw(assembly, tmp_path, file=make_addresses.paf(tmp_path, rows), size=10)
    [wave] = queries.waves(assembly)
    assert [(count.label, count.rows) for count in wave.left_out] == [
        ("A business or another organisation", 3),
        ("A PO box", 1),
    ]


def test_the_public_sees_in_which_wards_a_wave_was_drawn(assembly, tmp_path, client):
    make_addresses.draw(assembly, tmp_path)
    make_addresses.draw(assembly, tmp_path, size=5, even_share=100, wards=["Leyton"])
    page = client.get(reverse("public.chosen", args=[assembly.slug])).content.decode()
    assert page.count("These letters went only to homes in Leyton") == 1
    assert page.count("Only homes in the wards named above count.") == 1


# Pages


@pytest.fixture
def recruiter(assembly, signed_in):
    return signed_in(make.role(assembly, "recruiter"))


def uploaded(path):
    return SimpleUploadedFile(path.name, path.read_bytes())


def fields(tmp_path, **changed):
    return {
        "file": uploaded(make_addresses.houses(tmp_path, 90)),
        "postcodes": uploaded(make_addresses.postcodes(tmp_path)),
        "edition": "January 2024",
        "licence": "Test licence 1",
        "kind": "paf",
        "multi_residence": "keep",
        "institutions": "leave",
        "size": "20",
        "even_share": "80",
        "deprived_deciles": "3",
        "seed": "20240110",
        **changed,
    }


def test_staff_upload_a_file_and_see_what_was_drawn(assembly, recruiter, tmp_path):
    answer = recruiter.post(
        reverse("staff.addresses.draw", args=[assembly.slug]), fields(tmp_path), follow=True
    )
    page = answer.content.decode()
    assert answer.redirect_chain == [(reverse("staff.addresses", args=[assembly.slug]), 302)]
    assert page.count("20 addresses are drawn.") == 1
    assert page.count("1 in 6") == 1
    assert Address.objects.count() == 20


def test_staff_draw_in_the_wards_they_write_down(assembly, recruiter, tmp_path):
    url = reverse("staff.addresses.draw", args=[assembly.slug])
    recruiter.post(url, fields(tmp_path))
    asked = fields(tmp_path, size="4", even_share="100", wards="Leyton\r\n\r\n Leyton ")
    page = recruiter.post(url, asked, follow=True).content.decode()
    assert page.count("Only in these wards") == 1
    assert assembly.address_draws.get(wave=2).wards == ["Leyton"]


def test_a_bad_file_is_explained_on_the_form(assembly, recruiter, tmp_path):
    bad = make_addresses.paf(tmp_path, [make_addresses.row(0, udprn="12")], name="bad.csv")
    answer = recruiter.post(
        reverse("staff.addresses.draw", args=[assembly.slug]),
        fields(tmp_path, file=uploaded(bad)),
    )
    message = "Row 1, column 13: the UDPRN must be 8 digits, not “12”."
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors() == [message]
    assert Frame.objects.count() == 0


def test_a_file_too_large_to_upload_is_told_where_to_go(assembly, recruiter, tmp_path, monkeypatch):
    monkeypatch.setattr(forms_of_addresses, "MOST_UPLOADED", 100)
    answer = recruiter.post(reverse("staff.addresses.draw", args=[assembly.slug]), fields(tmp_path))
    message = (
        "This file is larger than 100 MB. Ask whoever runs the server to draw from it there "
        "(manage.py draw_addresses)."
    )
    assert answer.context["form"].errors["file"] == [message]
    assert Frame.objects.count() == 0


def test_staff_draw_from_addressbase_and_everyone_sees_by_which_number(
    assembly, recruiter, client, tmp_path
):
    recruiter.post(
        reverse("staff.addresses.draw", args=[assembly.slug]),
        fields(tmp_path, kind="addressbase", file=uploaded(core(tmp_path))),
    )
    page = client.get(reverse("public.chosen", args=[assembly.slug])).content.decode()
    assert page.count("UPRN, 12 digits") == 1
    assert page.count("Ordnance Survey AddressBase Core") == 1


def test_a_further_wave_on_the_page_cannot_change_the_seed(assembly, recruiter, tmp_path):
    make_addresses.draw(assembly, tmp_path)
    recruiter.post(
        reverse("staff.addresses.draw", args=[assembly.slug]), fields(tmp_path, seed="mine")
    )
    assert list(AddressDraw.objects.values_list("wave", "seed").order_by("wave")) == [
        (1, "20240110"),
        (2, "20240110"),
    ]


def test_the_page_of_addresses_shows_no_address(assembly, recruiter, tmp_path):
    make_addresses.draw(assembly, tmp_path)
    page = recruiter.get(reverse("staff.addresses", args=[assembly.slug])).content.decode()
    assert "Yarrow" not in page


@pytest.mark.parametrize("waves", [1, 3])
def test_the_page_asks_the_database_as_often_for_three_waves_as_for_one(
    assembly, recruiter, tmp_path, waves, django_assert_num_queries
):
    for _ in range(waves):
        make_addresses.draw(assembly, tmp_path)
    with django_assert_num_queries(6):
        recruiter.get(reverse("staff.addresses", args=[assembly.slug]))


def test_the_task_is_done_once_addresses_are_drawn(assembly, tmp_path):
    assert draw_addresses(assembly, make.NOW).state.name == "NEXT"
    make_addresses.draw(assembly, tmp_path)
    task = draw_addresses(assembly, make.NOW)
    assert (task.state.name, task.detail) == ("DONE", "20 of 10,000 drawn")


def test_the_public_page_tells_how_addresses_were_chosen(assembly, client, tmp_path):
    rows = [make_addresses.row(n) for n in range(90)] + [make_addresses.row(90, po_box="12")]
    draw = make_addresses.draw(assembly, tmp_path, file=make_addresses.paf(tmp_path, rows))
    page = client.get(reverse("public.chosen", args=[assembly.slug])).content.decode()
    for told in ("1 in 3", "1 in 6", "A PO box: 1", draw.frame.sha256, "“20240110:”"):
        assert page.count(told) == 1, told
    assert "Yarrow" not in page


def published(client, assembly):
    page = client.get(reverse("public.chosen", args=[assembly.slug])).content.decode()
    return html.unescape(" ".join(page.split()))


def test_every_reason_and_every_rule_is_on_the_public_page_with_its_count(
    assembly, client, tmp_path
):
    draw = make_addresses.draw(assembly, tmp_path)
    left_out = {reason: 1_001 + place for place, reason in enumerate(frames.REASONS)}
    kept = {rule: 2_001 + place for place, rule in enumerate(frames.KEPT)}
    Frame.objects.filter(pk=draw.frame_id).update(exclusions=left_out, kept=kept)
    page = published(client, assembly)
    lines = [
        *(f"<li>{frames.REASONS[reason]}: {rows:,}</li>" for reason, rows in left_out.items()),
        *(f"<li>{frames.KEPT[rule]}: {rows:,}</li>" for rule, rows in kept.items()),
    ]
    assert [line for line in lines if page.count(line) != 1] == []


def test_the_public_page_says_what_the_file_has_no_column_for(assembly, tmp_path, client):
    draw = make_addresses.draw(assembly, tmp_path)
    assert "has no column by which" not in published(client, assembly)
    Frame.objects.filter(pk=draw.frame_id).update(untold=["multi_residence"])
    page = published(client, assembly)
    assert "The file has no column by which these could be told" in page
    assert "<li>Several households behind one door</li>" in page


@pytest.mark.parametrize(
    ("institutions", "multi_residence"), [("keep", "leave"), ("leave", "keep")]
)
def test_the_public_page_tells_what_was_chosen_before_the_draw(
    assembly, client, tmp_path, institutions, multi_residence
):
    make_addresses.draw(
        assembly, tmp_path, institutions=institutions, multi_residence=multi_residence
    )
    page, says = published(client, assembly), {"keep": "kept", "leave": "left out"}
    institutions_line = f"Care homes, hostels and other institutions: {says[institutions]}</li>"
    doors_line = f"Doors with several households behind them: {says[multi_residence]}</li>"
    assert (page.count(institutions_line), page.count(doors_line)) == (1, 1)


def test_the_public_page_tells_the_area_and_the_columns(assembly, client, tmp_path):
    draw = make_addresses.draw(assembly, tmp_path)
    page = published(client, assembly)
    assert f"every postcode in the postcode file, {draw.frame.postcodes_name}" in page
    assert ", ".join(frames.FORMATS["paf"].columns) in page
    assert "(the usual ones)" in page
    Frame.objects.filter(pk=draw.frame_id).update(districts="E09000031", columns="a, -, b")
    page = published(client, assembly)
    assert "the local authorities E09000031, by the codes" in page
    assert '<span class="govuk-!-text-break-word">a, -, b</span>.' in page


def test_the_public_page_leads_to_the_rules_by_which_anyone_can_repeat_the_draw(
    assembly, client, tmp_path
):
    make_addresses.draw(assembly, tmp_path)
    address = reverse("public.chosen.addresses", args=[assembly.slug])
    assert f'href="{address}"' in published(client, assembly)
    rules = client.get(address).content.decode()
    assert rules.count("<h1") == 1
    for told in ("<h2>What counts as a home</h2>", "the UDPRN in 8 digits", "drawn = even + ["):
        assert rules.count(told) == 1, told
