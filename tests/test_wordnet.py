"""Tests of tools/wordnet.py, on a WordNet of eight lines and, where it can be downloaded, on the real one."""

import sys
from pathlib import Path

import pytest

from helpers.relations import load_relations
from tools import wordnet

LICENSE = "  1 Copyright,  \n  2   \n  3 of somebody.  \n"
FILES = {
    "data.noun": f"""{LICENSE}\
00000010 03 n 01 Vehicle 0 001 ~ 00000020 n 0000 | moves
00000020 03 n 02 car 0 auto 0 001 @ 00000010 n 0000 | a vehicle; "cars | here"
00000030 03 n 01 beauty 0 002 = 00000010 a 0000 ! 00000040 n 0101 | is seen
00000040 03 n 02 ugliness 0 unsightliness 0 001 ! 00000030 n 0101 | is not
""",
    "data.verb": f"{LICENSE}00000010 29 v 01 drive 0 001 + 00000020 n 0101 02 + 08 00 + 21 00 | do\n",
    "data.adj": f"""{LICENSE}\
00000010 00 a 01 beautiful 0 002 & 00000020 a 0000 = 00000030 n 0000 | is
00000020 00 s 02 fair(a) 0 lovely 0 001 & 00000010 a 0000 | is
""",
    "data.adv": f"{LICENSE}00000010 02 r 01 beautifully 0 001 \\ 00000010 a 0101 | so\n",
    "noun.exc": "autumobilia auto\n",
    "verb.exc": "driven drive\ndrove drive\n",
    "adj.exc": "",
    "adv.exc": "",
    "cntlist.rev": "beautiful%3:00:00:: 1 5\nfair%5:00:00:beautiful:00 1 7\ncar%1:03:00:: 1 9\ncar%1:03:01:: 2 1\n",
}


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return the folder of the small WordNet."""
    for name, content in FILES.items():
        (tmp_path / name).write_text(content, encoding="ascii")
    return tmp_path


def test_rows_are_what_the_files_say(small: Path) -> None:
    words = {"auto", "beautifully", "beautiful", "beauty", "car", "cars", "driven", "driving", "fair", "the", "vehicle"}
    rows = wordnet.rows(wordnet.read(small), words | {"ugliness", "lovely"})
    assert [row.split("\t") for row in rows] == [
        ["auto", "n:0", "car", "", "", "2"],
        ["beautiful", "a:5", "", "", "beautifully beauty", "1"],
        ["beautifully", "r:0", "", "", "beautiful beauty", ""],
        ["beauty", "n:0", "", "ugliness", "beautiful beautifully", ""],
        ["car", "n:10", "auto", "", "cars driven driving", "2"],
        ["cars", "n:10", "", "", "car driven driving", ""],
        ["driven", "v:0", "", "", "car cars driving", ""],
        ["driving", "v:0", "", "", "car cars driven", ""],
        ["fair", "a:7", "lovely", "", "", "1"],
        ["lovely", "a:0", "fair", "", "", "1"],
        ["ugliness", "n:0", "", "beauty", "", ""],
        ["vehicle", "n:0", "", "", "", "2"],
    ]


@pytest.mark.parametrize(
    ("word", "part", "base"),
    [
        ("boxes", "n", "box"),
        ("cities", "n", "city"),
        ("women", "n", "woman"),
        ("glass", "n", None),  # one glas
        ("as", "n", None),
        ("hoping", "v", "hope"),  # before hop
        ("tries", "v", "try"),
        ("finest", "a", "fine"),
        ("softly", "r", None),
    ],
)
def test_regular_endings(word: str, part: str, base: str | None) -> None:
    lemmas = {"box", "city", "woman", "glas", "a", "hope", "hop", "try", "fine", "soft"}
    assert wordnet.by_endings(word, part, lemmas) == [base] * (base is not None)


def test_files_are_written_from_a_folder(
    small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(wordnet, "TABLE", small / "wordnet.tsv")
    monkeypatch.setattr(wordnet, "LICENSE", small / "wordnet-license.txt")
    wordnet.main(str(small))
    table = (small / "wordnet.tsv").read_text(encoding="utf-8")
    assert table.startswith(wordnet.HEADER + "auto\t")
    assert "\ncar\tn:10\tauto\t\tcars drive driven drives driving drove\t2\n" in table
    assert (small / "wordnet-license.txt").read_text(encoding="utf-8") == "Copyright,\n\nof somebody.\n"
    assert capsys.readouterr().out.startswith("wordnet.tsv: ")


def test_missing_wordnet_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit, match=r"WordNet can't be had: .*data.noun.*You can give the folder of WordNet 3.0"):
        wordnet.main(str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit, match=r"WordNet can't be had: .*apt-get"):
        wordnet.main()
    with pytest.raises(OSError, match=r"-c import sys; sys.exit\('no such package'\) fails with no such package"):
        wordnet.run(sys.executable, "-c", "import sys; sys.exit('no such package')", folder=str(tmp_path))


def test_stored_table_is_sorted_and_small_enough_to_read_in_git() -> None:
    table = wordnet.TABLE.read_text(encoding="utf-8")
    assert table.startswith(wordnet.HEADER)
    assert list(load_relations()) == sorted(load_relations())
    assert len(table) < 1_100_000


@pytest.mark.verify
def test_stored_table_is_what_the_package_gives() -> None:
    try:
        table, license_text = wordnet.make_from_package()
    except OSError as error:
        pytest.skip(f"the table was not made anew, since Debian's package can't be had here: {error}")
    assert wordnet.TABLE.read_text(encoding="utf-8") == table
    assert wordnet.LICENSE.read_text(encoding="utf-8") == license_text
