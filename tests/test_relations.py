"""Tests of helpers/relations.py: the table from WordNet, and lists of words that people write."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from helpers.embeddings import TokenEmbeddings
from helpers.relations import DATA, RELATIONS, load_relations, load_word_list, relation
from tests.notebooks import ROOT

WORDNET = load_relations()


def test_words_and_what_they_are_related_to_are_tokens(bert: TokenEmbeddings) -> None:
    words = {word for word in bert.tokens if word.isascii() and word.isalpha() and len(word) > 1}
    assert set(WORDNET) <= words
    for word, entry in WORDNET.items():
        others = entry.synonyms | entry.antonyms | entry.forms
        assert word not in others
        assert others <= WORDNET.keys(), word


def test_table_has_the_size_that_the_text_says() -> None:
    assert len(WORDNET) == 18_834
    assert sum(bool(entry.synonyms) for entry in WORDNET.values()) == 8_027


@pytest.mark.parametrize("column", ["synonyms", "forms"])
def test_relations_go_both_ways(column: str) -> None:
    for word, entry in WORDNET.items():
        assert all(word in getattr(WORDNET[other], column) for other in getattr(entry, column)), word


def test_most_frequent_part_of_speech_comes_first() -> None:
    assert all(list(entry.parts.values()) == sorted(entry.parts.values(), reverse=True) for entry in WORDNET.values())
    first = [next(iter(WORDNET[word].parts)) for word in ("beauty", "houses", "went", "happier", "quickly")]
    assert first == ["n", "n", "v", "a", "r"]


@pytest.mark.parametrize(
    ("word", "other", "expected"),
    [
        ("car", "automobile", "synonym"),
        ("big", "small", "antonym"),
        ("powerful", "powerless", "antonym"),  # a form, too
        ("beauty", "beautiful", "form"),
        ("beauty", "beautifully", "form"),
        ("leave", "left", "form"),
        ("leaf", "leaves", "form"),
        ("authorized", "authorization", "form"),
        ("oak", "oaks", "form"),
        ("hot", "warm", "related"),
        ("umbrella", "canopy", "related"),
        ("dog", "wolves", "related"),  # wolf is beside dog
        ("beauty", "gorgeous", "related"),  # gorgeous is similar to beautiful
        ("umbrella", "concrete", "unrelated"),
        ("umbrella", "the", "unknown"),
        ("umbrella", "[MASK]", "unknown"),
    ],
)
def test_relation_of_two_words(word: str, other: str, expected: str) -> None:
    assert relation(WORDNET, word, other) == expected
    assert expected in RELATIONS


def test_relation_of_a_word_that_wordnet_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="'the' isn't in the table"):
        relation(WORDNET, "the", "umbrella")


def test_table_and_license_are_installed_with_the_helpers(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)], cwd=ROOT, check=True
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        for name in ("helpers/data/wordnet.tsv", "helpers/data/wordnet-license.txt"):
            assert archive.read(name) == (ROOT / name).read_bytes()


def write(folder: Path, content: bytes) -> Path:
    (folder / "words.txt").write_bytes(content)
    return folder / "words.txt"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_list_of_words(encoding: str, line_end: str, tmp_path: Path) -> None:
    lines = ["# mine", "", "Beauty: loveliness,  prettiness # two", "umbrella:", "café : bistro"]
    path = write(tmp_path, line_end.join(lines).encode(encoding))
    expected = {"beauty": ("loveliness", "prettiness"), "umbrella": (), "café": ("bistro",)}
    assert load_word_list(path) == load_word_list(str(path)) == expected
    assert list(load_word_list(path)) == list(expected)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"car: auto\nbeauty loveliness", 'words.txt, line 2: "beauty loveliness" has no colon: write the word, a co'),
        (b"car: auto big: large", 'words.txt, line 1: "car: auto big: large" has two colons: begin a new line with'),
        (b"\n: auto", 'words.txt, line 2: ": auto" has no word: write one before the colon'),
        (b"car: auto,", 'words.txt, line 1: "car: auto," has a comma with no word before or after it'),
        (b"car: auto,, machine", 'words.txt, line 1: "car: auto,, machine" has a comma with no word'),
        (b"car: auto\n\nCar: machine", 'words.txt, line 3: "car" has a line already: put all of its synonyms on one'),
        (b"car: auto, car", 'words.txt, line 1: "car" stands among its own synonyms: remove it there'),
        (b"car: auto, auto", 'words.txt, line 1: "auto" stands twice among the synonyms of "car": remove one'),
        ("car: auto\ncafé: bistro".encode("latin-1"), "words.txt, line 2, isn't in UTF-8: save the file in that"),
        (b"", "words.txt has no words: write a line for each, such as beauty: loveliness, prettiness."),
        (b"# nothing\n\n", "words.txt has no words"),
        (b"car\x1b[31m", r'words.txt, line 1: "car\\x1b\[31m" has no colon'),
    ],
)
def test_malformed_list_is_refused(content: bytes, message: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="^" + message):
        load_word_list(write(tmp_path, content))


def test_list_that_comes_with_the_helpers_is_well_formed(bert: TokenEmbeddings) -> None:
    judged = load_word_list()
    assert list(judged) == sorted(judged)
    for word, synonyms in judged.items():
        assert word in WORDNET
        assert bert.token_id(word) < 12_000
        assert list(synonyms) == sorted(synonyms), word
        assert all(bert.token_id(synonym) for synonym in synonyms), word
        assert [judged[other].count(word) for other in synonyms if other in judged] in ([], [1]), word


def test_figures_in_the_header_of_the_list_are_true() -> None:
    judged = load_word_list()
    text = DATA.joinpath("synonyms.txt").read_text(encoding="utf-8")
    header = " ".join(line.lstrip("# ") for line in text.splitlines() if line.startswith("#"))
    pairs = [(word, synonym) for word, synonyms in judged.items() for synonym in synonyms]
    known = sum(synonym in WORDNET[word].synonyms for word, synonym in pairs)
    assert (len(judged), len(pairs), known) == (60, 181, 112)
    assert "Sixty words and their synonyms" in header
    assert "Here are the 181 pairs that both accepted" in header
    assert "WordNet has 112 of them" in header
