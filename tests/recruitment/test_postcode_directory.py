"""The postcode file as ONS publishes it: ONSPD and NSPL, by old and new names of columns."""

import pytest

from assembly.errors import BadInput
from recruitment import frames
from recruitment.frames import Area
from recruitment.frames.lookup import decile_of
from tests import make_addresses as make

OLD = "pcd,pcd2,pcds,dointr,doterm,oscty,oslaua,osward,lsoa11,lsoa21,imd\n"
NEW = "pcd7,pcd8,pcds,dointr,doterm,lad25cd,wd25cd,lsoa11cd,imd20ind,lsoa21cd\n"
NSPL = "pcd,pcd2,pcds,dointr,doterm,usertype,laua,ward,lsoa21,imd\n"
WALTHAM_FOREST, REDBRIDGE = "E09000031", "E09000026"


def old(postcode="E17 1AA", district=WALTHAM_FOREST, rank="3284", lsoa="E01004364"):
    return f'"E171AA","E17 1AA","{postcode}","198001","","","{district}","E05013887","{lsoa}","E01034487",{rank}\n'  # noqa: E501


def refusal(tmp_path, text, districts=""):
    with pytest.raises(BadInput) as refused:
        frames.read_lookup(make.postcodes(tmp_path, text), districts)
    return refused.value.message


@pytest.mark.parametrize(
    ("text", "area"),
    [
        (OLD + old(), Area("E05013887", "E01034487", 1)),
        (
            NEW + "E171AA,E17 1AA,E17 1AA,198001,,E09000031,E05013887,E01004364,32844,E01034487\n",
            Area("E05013887", "E01034487", 10),
        ),
        (
            NSPL + "E171AA,E17 1AA,E17 1AA,198001,,0,E09000031,E05013887,E01034487,16422\n",
            Area("E05013887", "E01034487", 5),
        ),
    ],
)
def test_old_and_new_directories_are_read(tmp_path, text, area):
    assert frames.read_lookup(make.postcodes(tmp_path, text)).find("e171aa") == area


def test_a_directory_with_an_index_newer_than_we_know_is_refused(tmp_path):
    text = NEW.replace("imd20ind", "imd25ind") + "E171AA,E17 1AA,E17 1AA,198001,,E0,E05,E01,1,E01\n"
    assert "by an index of deprivation (“imd25ind”) later than those" in refusal(tmp_path, text)


@pytest.mark.parametrize(
    ("rank", "lsoa", "decile"),
    [
        (1, "E01000001", 1),
        (3_284, "E01000001", 1),
        (3_285, "E01000001", 2),
        (32_844, "E01000001", 10),
        (191, "W01000001", 2),
        (190, "W01000001", 1),
        (6_976, "S01000001", 10),
        (89, "95AA01S1", 1),
    ],
)
def test_a_decile_is_a_tenth_of_the_ranks_of_its_own_country(rank, lsoa, decile):
    assert decile_of(rank, lsoa) == decile


def test_only_the_chosen_local_authorities_are_the_area(tmp_path):
    text = OLD + old() + old("IG1 1AA", REDBRIDGE)
    lookup = frames.read_lookup(make.postcodes(tmp_path, text), "e09000031")
    assert lookup.find("E17 1AA") is not None
    assert lookup.find("IG1 1AA") is None


def test_a_postcode_without_a_rank_lies_in_no_area(tmp_path):
    text = OLD + old() + old("JE2 3AB", "L99999999", rank="0", lsoa="L99999999")
    assert frames.read_lookup(make.postcodes(tmp_path, text)).find("JE2 3AB") is None


@pytest.mark.parametrize(
    ("text", "districts", "message"),
    [
        (OLD + old(rank="x"), "", "Postcode file, row 2: the rank must be a number, not “x”."),
        (
            OLD + old() + old("E17 2AA", rank="40000"),
            "",
            "Postcode file, row 3: no index of deprivation has a rank 40000 for “E01004364”.",
        ),
        (
            OLD + old(),
            "Waltham Forest",
            "“FOREST” is not a local authority’s code, such as E09000031.",
        ),
        (OLD + old(), REDBRIDGE, "The postcode file has no postcode in the area."),
        (
            make.POSTCODES,
            WALTHAM_FOREST,
            "Local authorities can be chosen only where the postcode file is ONS’s directory.",
        ),
        (
            NEW.replace("pcds", "code"),
            "",
            "The postcode file has no column for the postcode: call it “pcds”.",
        ),
        (
            OLD + old("NOT A POSTCODE"),
            "",
            "Postcode file, row 2: “NOT A POSTCODE” is not a postcode.",
        ),
        (OLD + '"E17', "", "Postcode file: row 2: a quotation mark is not closed on its line."),
    ],
)
def test_a_bad_directory_is_refused_naming_what_is_wrong(tmp_path, text, districts, message):
    assert refusal(tmp_path, text, districts) == message
