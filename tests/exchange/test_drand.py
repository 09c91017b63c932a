"""Rounds of a public randomness network: published ones verify, forged and misread ones are refused by name."""

import hashlib
import json
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from huizhi.cli.draw import register
from huizhi.draw import record_bytes
from huizhi.exchange.drand import chains, check_value, verifies
from huizhi.vocabulary.refused import Refused
from tests.draw.draws import sound_case

APP = typer.Typer()
register(APP)
VECTORS = json.loads(Path(__file__).with_name("drand_vectors.json").read_text(encoding="utf-8"))["vectors"]
QUICKNET = next(one for one in VECTORS if one["expected_valid"] and not one["previous_signature"])
VALUE = f"quicknet {QUICKNET['round']} {QUICKNET['signature']}"


def value_of(vector) -> str:
    """A published round as a beacon's value."""
    name = "default" if vector["previous_signature"] else "quicknet"
    return " ".join(filter(None, [name, str(vector["round"]), vector["signature"], vector["previous_signature"]]))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda one: one["note"])
def test_published_rounds_verify_and_forged_ones_do_not(vector):
    assert vector["public_key"] in {chain.public_key.hex() for chain in chains().values()}
    if vector["expected_valid"]:
        assert check_value(value_of(vector)).hex() == vector["randomness"]
    else:
        with pytest.raises(Refused) as refused:
            check_value(value_of(vector))
        assert refused.value.code == "drand_forged"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("slownet 123 00", "drand_chain"),
        ("quicknet 123", "drand_chain"),
        ("quicknet x 00", "drand_form"),
        ("quicknet 0 00", "drand_form"),
        (f"{VALUE} 00", "drand_form"),
        ("quicknet 123 00", "drand_forged"),
        ("quicknet 123 " + "c0" + "00" * 47, "drand_forged"),
        ("quicknet 123 " + "ff" * 48, "drand_forged"),
    ],
)
def test_what_is_no_round_is_refused_by_name(value, code):
    """Among them the zero of the group, which would sign anything under a zero key, and what is no point at all."""
    with pytest.raises(Refused) as refused:
        check_value(value)
    assert refused.value.code == code


def test_a_point_outside_the_group_signs_nothing():
    """x = 4 lies on the curve but not in the subgroup of prime order."""
    outside = (4 | 1 << 383).to_bytes(48, "big")
    assert not verifies(chains()["quicknet"], 123, outside)


def test_the_curve_s_library_leaves_the_stack_as_deep_as_it_was():
    """It raises the limit of recursion on import; with that limit a deeply nested JSON ends the process."""
    assert sys.getrecursionlimit() < 10_000
    with pytest.raises(RecursionError):
        json.loads("[" * 100_000)


def drawn(folder, value: str) -> Path:
    """A draw whose plan names round 123 of quicknet, recorded with a value that no one checked."""
    case = sound_case()
    case.plan["beacon"] |= {"kind": "drand", "source": "quicknet 123", "format": "quicknet 123 {h96}"}
    case.beacon = value
    for name, content in {"record.json": record_bytes(case.draw()), **case.files}.items():
        (folder / name).write_bytes(content)
    return folder / "record.json"


def test_the_command_checks_the_signature_of_a_round_that_a_plan_names(tmp_path):
    done = CliRunner().invoke(APP, ["verify", str(drawn(tmp_path, VALUE)), "--lang=en"])
    assert done.exit_code == 0, done.output
    assert "signed by the network" in done.output
    assert hashlib.sha256(bytes.fromhex(QUICKNET["signature"])).hexdigest() == QUICKNET["randomness"]
    forged = VALUE[:-1] + ("3" if VALUE[-1] == "2" else "2")
    done = CliRunner().invoke(APP, ["verify", str(drawn(tmp_path, forged)), "--lang=en"])
    assert done.exit_code == 1
    assert "drand_forged" in done.output
