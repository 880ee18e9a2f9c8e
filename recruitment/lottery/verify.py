#!/usr/bin/env python3
"""Check the public record of a draw: python3 verify.py record.json [--fingerprint SHA-256]

One file, any Python from 3.9 on, nothing to install, no network. It is told nothing but the
record, and checks, from the record alone:
  1. that the file is written in the one way a record can be written, and its seal fits;
  2. that the list of people, chances and 1,000 panels has the fingerprint published before the
     draw (give the fingerprint as you noted it at the time with --fingerprint);
  3. that each panel has the right number of people, and everyone the chance they were promised;
  4. that the number drawn was to be had only after the list was fixed: three balls, or a round of
     the public beacon “drand quicknet”, whose signature is checked here;
  5. that the panel of that number is the one published;
  6. with --previous, that a replacement draw names the fingerprint of the draw before it;
  7. with --receipt, that a person’s own receipt is on the list, and with what chance.
It ends with status 0 if all holds, 1 if anything does not, 2 if a file cannot be read.

How each step works is set out in docs/lottery.md, so that anyone can write another verifier.
"""

import argparse
import hashlib
import json
import re
import sys
from datetime import datetime, timedelta, timezone

RECORD, MANIFEST, RECEIPT = "assembly-draw/2", "assembly-manifest/2", "assembly-receipt/2"
PANELS = 1000
NOTICE = timedelta(minutes=15)
HASH = re.compile(r"[0-9a-f]{64}")
TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
QUICKNET = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
QUICKNET_KEY = (
    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c"
    "8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb"
    "5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
)
QUICKNET_GENESIS, QUICKNET_PERIOD = 1692803367, 3


class Wrong(Exception):
    """The record does not hold; the message says where."""


def main(words=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("record", help="record.json, as downloaded")
    parser.add_argument("--fingerprint", help="the fingerprint, as published before the draw")
    parser.add_argument("--previous", help="the record of the draw before this one")
    parser.add_argument("--receipt", help="your own receipt")
    options = parser.parse_args(words)
    try:
        with open(options.record, "rb") as file:
            record = file.read()
        previous = receipt = None
        if options.previous:
            with open(options.previous, "rb") as file:
                previous = file.read()
        if options.receipt:
            with open(options.receipt, "rb") as file:
                receipt = file.read()
    except OSError as error:
        print(error, file=sys.stderr)
        return 2
    try:
        for line in verify(record, options.fingerprint, previous, receipt):
            print("holds: " + line)
    except Wrong as error:
        print("DOES NOT HOLD: " + str(error), file=sys.stderr)
        return 1
    return 0


def verify(record, fingerprint=None, previous=None, receipt=None):
    """Return what holds, line by line; raise Wrong at the first thing that does not."""
    found = read(record)
    lines = []
    keys(found, "the record", "draw format manifest manifest_sha256 panel seal")
    need(found["format"] == RECORD, "this is no record of a draw that I know")
    need(text(found["seal"], HASH), "the seal is no SHA-256")
    rest = {name: part for name, part in found.items() if name != "seal"}
    need(digest(rest) == found["seal"], "the seal does not fit the record")
    lines.append("the record is complete and its seal fits: " + found["seal"])
    manifest = found["manifest"]
    need(digest(manifest) == found["manifest_sha256"], "the fingerprint is not that of the list")
    if fingerprint is not None:
        same = fingerprint.strip().lower() == found["manifest_sha256"]
        need(same, "the list is not the one of the fingerprint you gave")
    lines.append("the list has the fingerprint " + found["manifest_sha256"])
    check_manifest(manifest)
    count = len(manifest["people"])
    lines.append(
        "%d people, %d panels of %d; everyone has the chance promised"
        % (count, PANELS, manifest["seats"])
    )
    number = check_draw(found["draw"], manifest["randomness"])
    frozen, committed = moment(manifest["frozen_at"]), moment(found["draw"]["committed_at"])
    need(frozen <= committed, "the list was fixed before the pool was closed")
    lines.append("panel %03d was drawn by %s" % (number, found["draw"]["kind"]))
    expected = [manifest["people"][place - 1]["id"] for place in manifest["panels"][number]]
    need(found["panel"] == expected, "the panel published is not panel %03d" % number)
    lines.append("the panel published is panel %03d of the list" % number)
    if previous is not None:
        verify(previous)
        before = read(previous)
        need(before["manifest_sha256"] == manifest["previous"], "this is not the draw before")
        before = before["manifest"]
        need(before["assembly"] == manifest["assembly"], "the draw before is another assembly’s")
        need(before["pool"] == manifest["pool"] - 1, "the draw before has not the number before")
        lines.append("it follows the draw whose fingerprint is " + manifest["previous"])
    if receipt is not None:
        lines.append(check_receipt(read(receipt), manifest, number))
    return lines


def read(content):
    """Return what canonical JSON says; refuse any other way of writing it."""
    try:
        found = json.loads(content.decode("utf-8"), parse_float=refuse, parse_constant=refuse)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise Wrong("it is not JSON: %s" % error) from error
    try:
        same = canonical(found) == content
    except (UnicodeEncodeError, RecursionError):
        same = False
    need(same, "it is not written in the canonical way")
    need(isinstance(found, dict), "it is no object")
    return found


def refuse(number):
    raise ValueError("a fraction stands in it: " + number)


def canonical(content):
    """Return sorted keys, no spaces, no escapes but those JSON needs: the same bytes everywhere."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8")


def digest(content):
    return hashlib.sha256(canonical(content)).hexdigest()


def need(true, words):
    if not true:
        raise Wrong(words)


def keys(found, what, names):
    need(isinstance(found, dict), what + " is no object")
    need(sorted(found) == sorted(names.split()), what + " has not the parts: " + names)


def text(found, pattern):
    return isinstance(found, str) and pattern.fullmatch(found) is not None


def whole(found, least, most):
    return type(found) is int and least <= found <= most


def check_manifest(manifest):
    keys(
        manifest,
        "the list",
        "assembly attributes_sha256 engine format frozen_at kind lottery_sha256 panels people "
        "pool previous randomness reason seats targets_sha256",
    )
    need(manifest["format"] == MANIFEST, "this is no list that I know")
    for name in ("attributes_sha256", "lottery_sha256", "targets_sha256"):
        need(text(manifest[name], HASH), name + " is no SHA-256")
    for name in ("assembly", "engine", "reason"):
        need(isinstance(manifest[name], str), name + " is no text")
    moment(manifest["frozen_at"])
    need(manifest["kind"] in ("first", "redraw", "replacement"), "an unknown kind of draw")
    first = manifest["kind"] == "first"
    need(whole(manifest["pool"], 1, 9999), "the pool has no number")
    need(first == (manifest["pool"] == 1), "the first draw, and only it, is draw 1")
    need(manifest["previous"] == "" if first else text(manifest["previous"], HASH), "no chain")
    need(first or bool(manifest["reason"].strip()), "a further draw without a reason")
    people, panels, seats = manifest["people"], manifest["panels"], manifest["seats"]
    need(isinstance(people, list) and people, "there are no people")
    need(whole(seats, 1, len(people)), "the number of seats is wrong")
    need(isinstance(panels, list) and len(panels) == PANELS, "there are not 1,000 panels")
    held = [0] * (len(people) + 1)
    for number, panel in enumerate(panels):
        right = isinstance(panel, list) and len(panel) == seats
        right = right and all(whole(place, 1, len(people)) for place in panel)
        right = right and all(a < b for a, b in zip(panel, panel[1:]))
        need(right, "panel %03d is not %d different people in order" % (number, seats))
        for place in panel:
            held[place] += 1
    seen = set()
    for place, person in enumerate(people, start=1):
        keys(person, "a person", "chance commitment id")
        need(person["id"] == "P%04d" % place, "person %d is not P%04d" % (place, place))
        need(text(person["commitment"], HASH), person["id"] + " has no commitment")
        seen.add(person["commitment"])
        chance = person["chance"]
        right = isinstance(chance, list) and len(chance) == 2
        right = right and whole(chance[0], held[place], held[place])
        right = right and whole(chance[1], PANELS, PANELS)
        need(right, person["id"] + " is not on as many panels as promised")
    need(len(seen) == len(people), "two people have one commitment")


def check_draw(draw, promised):
    """Return the number drawn, if it was drawn as the list promised."""
    need(isinstance(promised, dict) and isinstance(draw, dict), "there is no draw")
    if promised.get("kind") == "balls":
        keys(promised, "the promise", "kind")
        need(draw.get("kind") == "balls", "not drawn in the way promised")
        return check_balls(draw)
    need(promised.get("kind") == "beacon", "an unknown kind of draw was promised")
    keys(promised, "the promise", "at chain fallback_at kind public_key round")
    need(promised["chain"] == QUICKNET, "an unknown beacon")
    need(promised["public_key"] == QUICKNET_KEY, "not the key of the beacon")
    need(whole(promised["round"], 1, 2**62), "no round")
    at = moment(promised["at"])
    since = QUICKNET_GENESIS + (promised["round"] - 1) * QUICKNET_PERIOD
    need(int(at.timestamp()) == since, "the round has another time")
    fallback_at = moment(promised["fallback_at"])
    need(at < fallback_at, "balls might stand in for the beacon before it is due")
    if draw.get("kind") == "balls":
        number = check_balls(draw)
        late = fallback_at <= moment(draw["entered_at"])
        need(late, "balls before the time at which they may stand in for the beacon")
        return number
    keys(draw, "the draw", "committed_at entered_at kind number round signature")
    right = whole(draw["round"], promised["round"], promised["round"])
    need(draw["kind"] == "beacon" and right, "another round")
    need(moment(draw["committed_at"]) + NOTICE <= at, "fixed too shortly before the round")
    need(at <= moment(draw["entered_at"]), "entered before the round was published")
    need(text(draw["signature"], re.compile("[0-9a-f]{96}")), "no signature")
    signature = bytes.fromhex(draw["signature"])
    need(signed_by_quicknet(draw["round"], signature), "the signature is not the beacon’s")
    number = int.from_bytes(hashlib.sha256(signature).digest(), "big") % PANELS
    need(draw["number"] == "%03d" % number, "the number is not the one that the round gives")
    return number


def check_balls(draw):
    keys(draw, "the draw", "committed_at confirmed_at entered_at kind number")
    need(text(draw["number"], re.compile("[0-9]{3}")), "three balls give three digits")
    times = [moment(draw[name]) for name in ("committed_at", "entered_at", "confirmed_at")]
    need(times == sorted(times), "drawn before the list was fixed")
    return int(draw["number"])


def moment(found):
    need(text(found, TIME), "this is no time: %a" % (found,))
    try:
        return datetime.strptime(found, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)
    except ValueError as error:
        raise Wrong("this is no time: " + found) from error


def check_receipt(receipt, manifest, number):
    keys(receipt, "the receipt", "answers format id pool reference salt")
    need(receipt["format"] == RECEIPT, "this is no receipt that I know")
    answers = receipt["answers"]
    right = isinstance(answers, dict) and all(isinstance(each, str) for each in answers.values())
    need(right and isinstance(receipt["reference"], str), "the receipt’s answers are not text")
    need(text(receipt["salt"], HASH), "the receipt has no salt")
    right = whole(receipt["pool"], manifest["pool"], manifest["pool"])
    need(right, "the receipt is for another draw")
    parts = {name: receipt[name] for name in ("answers", "reference", "salt")}
    for person, place in zip(manifest["people"], range(1, len(manifest["people"]) + 1)):
        if person["id"] == receipt["id"]:
            need(digest(parts) == person["commitment"], "the receipt does not fit the list")
            drawn = "were" if place in manifest["panels"][number] else "were not"
            return "you are %s, were on %d of the 1,000 panels, and %s on the one drawn" % (
                person["id"],
                person["chance"][0],
                drawn,
            )
    raise Wrong("the receipt’s person is not on the list")


# The beacon: BLS signatures on the curve BLS12-381, signature in G1, key in G2, hashed to the curve
# by RFC 9380 (BLS12381G1_XMD:SHA-256_SSWU_RO_). Slow and plain: about two seconds.

P = 0x1A0111EA397FE69A4B1BA7B6434BACD764774B84F38512BF6730D2A0F6B0F6241EABFFFEB153FFFFB9FEFFFFFFFFAAAB
ORDER = 0x73EDA753299D7D483339D80809A1D80553BDA402FFFE5BFEFFFFFFFF00000001
ATE = 0xD201000000010000
COFACTOR = 0xD201000000010001
G2 = (
    (
        0x24AA2B2F08F0A91260805272DC51051C6E47AD4FA403B02B4510B647AE3D1770BAC0326A805BBEFD48056C8C121BDB8,
        0x13E02B6052719F607DACD3A088274F65596BD0D09920B61AB5DA61BBDC7F5049334CF11213945D57E5AC7D055D042B7E,
    ),
    (
        0xCE5D527727D6E118CC9CDC6DA2E351AADFD9BAA8CBDD3A76D429A695160D12C923AC9CC3BACA289E193548608B82801,
        0x606C4A02EA734CC32ACD2B02BC28B99CB3E287E85A763AF267492AB572E99AB3F370D275CEC1DA1AAA9075FF05F79BE,
    ),
)
SUITE = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"
ISO_A = (
    0x144698A3B8E9433D693A02C96D4982B0EA985383EE66A8D8E8981AEFD881AC98936F8DA0E0F97F5CF428082D584C1D
)
ISO_B = 0x12E2908D11688030018B12E8753EEE3B2016C1F0F24F4070A0B9C14FCEF35EF55A23215A316CEAA5D1CC48E98E172BE0
ISO_Z = 11
# The isogeny of degree 11 to E, RFC 9380, appendix E.2: coefficients, lowest power first.
X_TOP = """
11a05f2b1e833340b809101dd99815856b303e88a2d7005ff2627b56cdb4e2c85610c2d5f2e62d6eaeac1662734649b7
17294ed3e943ab2f0588bab22147a81c7c17e75b2f6a8417f565e33c70d1e86b4838f2a6f318c356e834eef1b3cb83bb
0d54005db97678ec1d1048c5d10a9a1bce032473295983e56878e501ec68e25c958c3e3d2a09729fe0179f9dac9edcb0
1778e7166fcc6db74e0609d307e55412d7f5e4656a8dbf25f1b33289f1b330835336e25ce3107193c5b388641d9b6861
0e99726a3199f4436642b4b3e4118e5499db995a1257fb3f086eeb65982fac18985a286f301e77c451154ce9ac8895d9
1630c3250d7313ff01d1201bf7a74ab5db3cb17dd952799b9ed3ab9097e68f90a0870d2dcae73d19cd13c1c66f652983
0d6ed6553fe44d296a3726c38ae652bfb11586264f0f8ce19008e218f9c86b2a8da25128c1052ecaddd7f225a139ed84
17b81e7701abdbe2e8743884d1117e53356de5ab275b4db1a682c62ef0f2753339b7c8f8c8f475af9ccb5618e3f0c88e
080d3cf1f9a78fc47b90b33563be990dc43b756ce79f5574a2c596c928c5d1de4fa295f296b74e956d71986a8497e317
169b1f8e1bcfa7c42e0c37515d138f22dd2ecb803a0c5c99676314baf4bb1b7fa3190b2edc0327797f241067be390c9e
10321da079ce07e272d8ec09d2565b0dfa7dccdde6787f96d50af36003b14866f69b771f8c285decca67df3f1605fb7b
06e08c248e260e70bd1e962381edee3d31d79d7e22c837bc23c0bf1bc24c6b68c24b1b80b64d391fa9c8ba2e8ba2d229
"""
X_BOTTOM = """
08ca8d548cff19ae18b2e62f4bd3fa6f01d5ef4ba35b48ba9c9588617fc8ac62b558d681be343df8993cf9fa40d21b1c
12561a5deb559c4348b4711298e536367041e8ca0cf0800c0126c2588c48bf5713daa8846cb026e9e5c8276ec82b3bff
0b2962fe57a3225e8137e629bff2991f6f89416f5a718cd1fca64e00b11aceacd6a3d0967c94fedcfcc239ba5cb83e19
03425581a58ae2fec83aafef7c40eb545b08243f16b1655154cca8abc28d6fd04976d5243eecf5c4130de8938dc62cd8
13a8e162022914a80a6f1d5f43e7a07dffdfc759a12062bb8d6b44e833b306da9bd29ba81f35781d539d395b3532a21e
0e7355f8e4e667b955390f7f0506c6e9395735e9ce9cad4d0a43bcef24b8982f7400d24bc4228f11c02df9a29f6304a5
0772caacf16936190f3e0c63e0596721570f5799af53a1894e2e073062aede9cea73b3538f0de06cec2574496ee84a3a
14a7ac2a9d64a8b230b3f5b074cf01996e7f63c21bca68a81996e1cdf9822c580fa5b9489d11e2d311f7d99bbdcc5a5e
0a10ecf6ada54f825e920b3dafc7a3cce07f8d1d7161366b74100da67f39883503826692abba43704776ec3a79a1d641
095fc13ab9e92ad4476d6e3eb3a56680f682b4ee96f7d03776df533978f31c1593174e4b4b7865002d6384d168ecdd0a
000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001
"""
Y_TOP = """
090d97c81ba24ee0259d1f094980dcfa11ad138e48a869522b52af6c956543d3cd0c7aee9b3ba3c2be9845719707bb33
134996a104ee5811d51036d776fb46831223e96c254f383d0f906343eb67ad34d6c56711962fa8bfe097e75a2e41c696
00cc786baa966e66f4a384c86a3b49942552e2d658a31ce2c344be4b91400da7d26d521628b00523b8dfe240c72de1f6
01f86376e8981c217898751ad8746757d42aa7b90eeb791c09e4a3ec03251cf9de405aba9ec61deca6355c77b0e5f4cb
08cc03fdefe0ff135caf4fe2a21529c4195536fbe3ce50b879833fd221351adc2ee7f8dc099040a841b6daecf2e8fedb
16603fca40634b6a2211e11db8f0a6a074a7d0d4afadb7bd76505c3d3ad5544e203f6326c95a807299b23ab13633a5f0
04ab0b9bcfac1bbcb2c977d027796b3ce75bb8ca2be184cb5231413c4d634f3747a87ac2460f415ec961f8855fe9d6f2
0987c8d5333ab86fde9926bd2ca6c674170a05bfe3bdd81ffd038da6c26c842642f64550fedfe935a15e4ca31870fb29
09fc4018bd96684be88c9e221e4da1bb8f3abd16679dc26c1e8b6e6a1f20cabe69d65201c78607a360370e577bdba587
0e1bba7a1186bdb5223abde7ada14a23c42a0ca7915af6fe06985e7ed1e4d43b9b3f7055dd4eba6f2bafaaebca731c30
19713e47937cd1be0dfd0b8f1d43fb93cd2fcbcb6caf493fd1183e416389e61031bf3a5cce3fbafce813711ad011c132
18b46a908f36f6deb918c143fed2edcc523559b8aaf0c2462e6bfe7f911f643249d9cdf41b44d606ce07c8a4d0074d8e
0b182cac101b9399d155096004f53f447aa7b12a3426b08ec02710e807b4633f06c851c1919211f20d4c04f00b971ef8
0245a394ad1eca9b72fc00ae7be315dc757b3b080d4c158013e6632d3c40659cc6cf90ad1c232a6442d9d3f5db980133
05c129645e44cf1102a159f748c4a3fc5e673d81d7e86568d9ab0f5d396a7ce46ba1049b6579afb7866b1e715475224b
15e6be4e990f03ce4ea50b3b42df2eb5cb181d8f84965a3957add4fa95af01b2b665027efec01c7704b456be69c8b604
"""
Y_BOTTOM = """
16112c4c3a9c98b252181140fad0eae9601a6de578980be6eec3232b5be72e7a07f3688ef60c206d01479253b03663c1
1962d75c2381201e1a0cbd6c43c348b885c84ff731c4d59ca4a10356f453e01f78a4260763529e3532f6102c2e49a03d
058df3306640da276faaae7d6e8eb15778c4855551ae7f310c35a5dd279cd2eca6757cd636f96f891e2538b53dbf67f2
16b7d288798e5395f20d23bf89edb4d1d115c5dbddbcd30e123da489e726af41727364f2c28297ada8d26d98445f5416
0be0e079545f43e4b00cc912f8228ddcc6d19c9f0f69bbb0542eda0fc9dec916a20b15dc0fd2ededda39142311a5001d
08d9e5297186db2d9fb266eaac783182b70152c65550d881c5ecd87b6f0f5a6449f38db9dfa9cce202c6477faaf9b7ac
166007c08a99db2fc3ba8734ace9824b5eecfdfa8d0cf8ef5dd365bc400a0051d5fa9c01a58b1fb93d1a1399126a775c
16a3ef08be3ea7ea03bcddfabba6ff6ee5a4375efa1f4fd7feb34fd206357132b920f5b00801dee460ee415a15812ed9
1866c8ed336c61231a1be54fd1d74cc4f9fb0ce4c6af5920abc5750c4bf39b4852cfe2f7bb9248836b233d9d55535d4a
167a55cda70a6e1cea820597d94a84903216f763e13d87bb5308592e7ea7d4fbc7385ea3d529b35e346ef48bb8913f55
04d2f259eea405bd48f010a01ad2911d9c6dd039bb61a6290e591b36e636a5c871a5c29f4f83060400f8b49cba8f6aa8
0accbb67481d033ff5852c1e48c50c477f94ff8aefce42d28c0f9a88cea7913516f968986f7ebbea9684b529e2561092
0ad6b9514c767fe3c3613144b45f1496543346d98adf02267d5ceef9a00d9b8693000763e3b90ac11e99b138573345cc
02660400eb2e4f3b628bdd0d53cd76f2bf565b94e72927c1cb748df27942480e420517bd8714cc80d1fadc1326ed06f7
0e0fa1d816ddc03e6b24255e0d7819c171c40f65e273b853324efcd6356caa205ca2f570f13497804415473a1d634b8f
000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001
"""


def signed_by_quicknet(number, signature):
    """Tell whether these 48 bytes are quicknet’s signature of a round."""
    point, key = unpack_g1(signature), unpack_g2(bytes.fromhex(QUICKNET_KEY))
    if point is None or key is None or times(point, ORDER) is not None:
        return False
    message = hashlib.sha256(number.to_bytes(8, "big")).digest()
    hashed = hash_to_g1(message)
    opposite = (G2[0], neg2(G2[1]))
    product = mul12(miller(point, opposite), miller(hashed, key))
    return pow12(product, (P**12 - 1) // ORDER) == ONE12


def unpack_g1(data):
    flags, x = data[0] >> 5, int.from_bytes(data, "big") % 2**381
    if flags & 6 != 4 or x >= P:
        return None
    y = root((x**3 + 4) % P)
    if y is None:
        return None
    return (x, P - y if (2 * y > P) != (flags & 1) else y)


def unpack_g2(data):
    flags = data[0] >> 5
    x = (int.from_bytes(data[48:], "big"), int.from_bytes(data[:48], "big") % 2**381)
    y = root2(add2(mul2(x, mul2(x, x)), (4, 4)))
    if y is None:
        return None
    larger = 2 * y[1] > P if y[1] else 2 * y[0] > P
    return (x, neg2(y) if larger != (flags & 1) else y)


def root(value):
    found = pow(value, (P + 1) // 4, P)
    return found if found * found % P == value % P else None


def root2(value):
    """Return a square root in Fp2 = Fp(i), by the norm."""
    norm = root((value[0] ** 2 + value[1] ** 2) % P)
    if norm is None:
        return None
    half = pow(2, -1, P)
    for sign in (norm, -norm):
        real = root((value[0] + sign) * half % P)
        if real:
            found = (real, value[1] * pow(2 * real, -1, P) % P)
            if mul2(found, found) == (value[0] % P, value[1] % P):
                return found
    return None


def add2(a, b):
    return ((a[0] + b[0]) % P, (a[1] + b[1]) % P)


def neg2(a):
    return (-a[0] % P, -a[1] % P)


def mul2(a, b):
    return ((a[0] * b[0] - a[1] * b[1]) % P, (a[0] * b[1] + a[1] * b[0]) % P)


def inverse2(a):
    norm = pow(a[0] ** 2 + a[1] ** 2, -1, P)
    return (a[0] * norm % P, -a[1] * norm % P)


def plus(a, b):
    """Add two points of E: y² = x³ + 4 over Fp; None is the point at infinity."""
    if a is None or b is None:
        return a or b
    if a[0] == b[0]:
        if (a[1] + b[1]) % P == 0:
            return None
        slope = 3 * a[0] ** 2 * pow(2 * a[1], -1, P) % P
    else:
        slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, P) % P
    x = (slope**2 - a[0] - b[0]) % P
    return (x, (slope * (a[0] - x) - a[1]) % P)


def times(point, number):
    found = None
    while number:
        if number & 1:
            found = plus(found, point)
        point = plus(point, point)
        number >>= 1
    return found


def hash_to_g1(message):
    first, second = (on_curve(part) for part in hash_to_field(message))
    return times(plus(first, second), COFACTOR)


def hash_to_field(message):
    suite = SUITE + bytes([len(SUITE)])
    start = hashlib.sha256(bytes(64) + message + (128).to_bytes(2, "big") + b"\0" + suite).digest()
    block, found = bytes(32), b""
    for number in range(1, 5):
        mixed = bytes(a ^ b for a, b in zip(start, block))
        block = hashlib.sha256(mixed + bytes([number]) + suite).digest()
        found += block
    return [int.from_bytes(found[at : at + 64], "big") % P for at in (0, 64)]


def on_curve(u):
    """Map a number to E: simplified SWU to the isogenous curve, then the isogeny."""
    square = ISO_Z * u * u % P
    below = (square * square + square) % P
    if below:
        x = -ISO_B * pow(ISO_A, -1, P) * (1 + pow(below, -1, P)) % P
    else:
        x = ISO_B * pow(ISO_Z * ISO_A, -1, P) % P
    y = root((x**3 + ISO_A * x + ISO_B) % P)
    if y is None:
        x = square * x % P
        y = root((x**3 + ISO_A * x + ISO_B) % P)
    if y % 2 != u % 2:
        y = -y % P
    values = [polynomial(part, x) for part in (X_TOP, X_BOTTOM, Y_TOP, Y_BOTTOM)]
    return (values[0] * pow(values[1], -1, P) % P, y * values[2] * pow(values[3], -1, P) % P)


def polynomial(lines, x):
    found = 0
    for line in reversed(lines.split()):
        found = (found * x + int(line, 16)) % P
    return found


# Fp12 = Fp(w), w¹² = 2w⁶ − 2, as twelve numbers; i of Fp2 is w⁶ − 1.

ONE12 = [1] + [0] * 11


def mul12(a, b):
    product = [0] * 23
    for i, x in enumerate(a):
        if x:
            for j, y in enumerate(b):
                product[i + j] += x * y
    for power in range(22, 11, -1):
        product[power - 6] += 2 * product[power]
        product[power - 12] -= 2 * product[power]
    return [each % P for each in product[:12]]


def pow12(base, exponent):
    found = ONE12
    for bit in bin(exponent)[2:]:
        found = mul12(found, found)
        if bit == "1":
            found = mul12(found, base)
    return found


def miller(point, other):
    """Return the Miller loop of a point of G1 and one of G2, up to factors that the last power takes."""
    found, moving = ONE12, other
    for bit in bin(ATE)[3:]:
        line, moving = step(moving, moving, point)
        found = mul12(mul12(found, found), line)
        if bit == "1":
            line, moving = step(moving, other, point)
            found = mul12(found, line)
    return found


def step(a, b, point):
    """Return the line through two points of the twist, at a point of E, and their sum."""
    if a == b:
        square = mul2(a[0], a[0])
        slope = mul2(add2(square, add2(square, square)), inverse2(add2(a[1], a[1])))
    else:
        slope = mul2(add2(b[1], neg2(a[1])), inverse2(add2(b[0], neg2(a[0]))))
    x = add2(mul2(slope, slope), neg2(add2(a[0], b[0])))
    y = add2(mul2(slope, add2(a[0], neg2(x))), neg2(a[1]))
    line = [0] * 12
    constant, middle = add2(a[1], neg2(mul2(slope, a[0]))), mul2(slope, (point[0], 0))
    for power, value in ((0, constant), (2, middle), (3, (-point[1] % P, 0))):
        line[power] = (value[0] - value[1]) % P
        line[power + 6] = value[1]
    return line, (x, y)


if __name__ == "__main__":
    sys.exit(main())
