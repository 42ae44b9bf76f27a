"""Make the table of relations between the words of BERT's vocabulary: `python -m tools.wordnet [FOLDER]`.

The relations are those of WordNet 3.0. Its files are taken from Debian's package wordnet-base, which apt-get downloads
and nothing installs, or from the folder of an unpacked WordNet. Written are helpers/data/wordnet.tsv, of which
`helpers.relations` says what is in it, and WordNet's license beside it.
"""

import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from helpers.embeddings import load_embeddings
from helpers.tokens import token_kind
from tools.files import replace_file
from tools.set_up import ROOT

TABLE = ROOT / "helpers" / "data" / "wordnet.tsv"
LICENSE = TABLE.with_name("wordnet-license.txt")
PACKAGE, VERSION = "wordnet-base", "1:3.0-37"
HEADER = f"""\
# Relations between the words of BERT's vocabulary, from WordNet 3.0 (Debian's {PACKAGE} {VERSION}).
# Made by tools/wordnet.py. helpers/relations.py says what the columns are. License: {LICENSE.name}.
word\tparts\tsynonyms\tantonyms\tforms\tgroups
"""

PARTS = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
SENSE_TYPES = dict(zip("12345", "nvara", strict=True))  # in cntlist.rev; the fifth are adjectives like a central one
# What WordNet's `morphy` replaces, in its order. The first replacement that makes a word of WordNet is the base form.
ENDINGS = {
    "n": "s: ses:s xes:x zes:z ches:ch shes:sh men:man ies:y",
    "v": "s: ies:y es:e es: ed:e ed: ing:e ing:",
    "a": "er: est: er:e est:e",
    "r": "",
}
# Symbols of pointers: see wndb(5WN).
ANTONYM, ATTRIBUTE, SIMILAR, OF_ADJECTIVE = "!", "=", "&", "\\"
DERIVED = {"+", OF_ADJECTIVE, "<"}
MEMBERS = {"~", "~i", "%p", "%m", "%s", SIMILAR}  # kinds, instances, parts, members, substances, similar adjectives

Key = tuple[str, str]  # a part of speech and an offset in its file: a synset


class Synset(NamedTuple):
    """The words of one meaning, and pointers: symbol, target, number of the word here and of that there (0: all)."""

    words: list[str]
    pointers: list[tuple[str, Key, int, int]]


class WordNet(NamedTuple):
    """What the table is made from; words are in lower case.

    Attributes
    ----------
    synsets : dict
        The synsets by their keys.
    lemmas : dict
        For each part of speech the words, each with its synsets.
    exceptions : dict
        For each part of speech the irregular forms, each with its base forms.
    counts : Counter
        How often a word, as a part of speech, occurs in WordNet's corpora.
    """

    synsets: dict[Key, Synset]
    lemmas: dict[str, dict[str, list[Key]]]
    exceptions: dict[str, dict[str, list[str]]]
    counts: Counter[Key]


def main(folder: str | None = None) -> None:
    """Write the table and the license, and print their sizes."""
    try:
        table, license_text = make(Path(folder)) if folder else make_from_package()
    except OSError as error:
        sys.exit(f"WordNet can't be had: {error}. You can give the folder of WordNet 3.0, the one that has data.noun.")
    replace_file(TABLE, table)
    replace_file(LICENSE, license_text)
    print(f"{TABLE.name}: {table.count(chr(10)) - HEADER.count(chr(10)):,} words, {len(table):,} bytes")


def make_from_package() -> tuple[str, str]:
    """Return the table and the license, made from Debian's package.

    Raises
    ------
    OSError
        If there is no apt-get, or it can't download the package, or that can't be unpacked.
    """
    with tempfile.TemporaryDirectory() as folder:
        run("apt-get", "download", f"{PACKAGE}={VERSION}", folder=folder)
        (package,) = Path(folder).glob("*.deb")
        run("dpkg-deb", "-x", package.name, ".", folder=folder)
        return make(Path(folder) / "usr" / "share" / "wordnet")


def run(*command: str, folder: str) -> None:
    """Run a command in a folder. Raises OSError, with what it said, if it isn't there or fails."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise OSError(f"{' '.join(command)} fails with {' '.join(done.stderr.split()) or done.returncode}")


def make(folder: Path) -> tuple[str, str]:
    """Return the table and the license, made from the files in a folder."""
    wordnet = read(folder)
    vocabulary = load_embeddings("all-MiniLM-L6-v2").tokens
    words = {token for token in vocabulary if token_kind(token) == "word" and token.isascii() and token.isalpha()}
    return HEADER + "".join(f"{row}\n" for row in rows(wordnet, words)), read_license(folder)


def read(folder: Path) -> WordNet:
    """Read WordNet's files."""
    synsets = {(part, offset): synset for part in PARTS for offset, synset in read_synsets(folder, part)}
    lemmas: dict[str, dict[str, list[Key]]] = {part: defaultdict(list) for part in PARTS}
    for key, synset in synsets.items():
        for word in dict.fromkeys(synset.words):
            lemmas[key[0]][word].append(key)
    exceptions: dict[str, dict[str, list[str]]] = {part: {} for part in PARTS}
    for part, name in PARTS.items():
        for line in (folder / f"{name}.exc").read_text(encoding="ascii").splitlines():
            form, *bases = line.split()
            exceptions[part].setdefault(form, []).extend(bases)
    counts: Counter[Key] = Counter()
    for line in (folder / "cntlist.rev").read_text(encoding="ascii").splitlines():
        sense, _, count = line.split()
        word, _, rest = sense.partition("%")
        counts[SENSE_TYPES[rest[0]], word] += int(count)
    return WordNet(synsets, lemmas, exceptions, counts)


def read_synsets(folder: Path, part: str) -> Iterator[tuple[str, Synset]]:
    """Yield the synsets of a data file, each with its offset."""
    for line in (folder / f"data.{PARTS[part]}").read_text(encoding="ascii").splitlines():
        if line.startswith("  "):  # the license
            continue
        offset, _, kind, n_words, *fields = line.split(" | ")[0].split()
        end = 2 * int(n_words, 16)
        # The data file of adjectives says of some in parentheses where they stand: galore(ip).
        words = [re.sub(r"\(\w+\)$", "", word).lower() for word in fields[:end:2]]
        of_pointers = fields[end + 1 : end + 1 + 4 * int(fields[end])]
        pointers = [
            (symbol, (target_part, target), int(ends[:2], 16), int(ends[2:], 16))
            for symbol, target, target_part, ends in zip(*(of_pointers[i::4] for i in range(4)), strict=True)
            if (kind, symbol) != ("s", SIMILAR)  # from a similar adjective back to the central one
        ]
        yield offset, Synset(words, pointers)


def read_license(folder: Path) -> str:
    """Return the license, which stands at the head of each data file, its lines numbered."""
    head = [line for line in (folder / "data.noun").read_text(encoding="ascii").splitlines() if line.startswith("  ")]
    return "".join(re.sub(r"^ +\d+ ?", "", line).rstrip() + "\n" for line in head)


def rows(wordnet: WordNet, words: set[str]) -> Iterator[str]:
    """Yield the rows of the table: words that have a base form in WordNet, and what they are related to."""
    bases = {word: found for word in sorted(words) if (found := set(base_forms(wordnet, word)))}
    words = set(bases)
    forms, groups = other_forms(wordnet, bases), name_groups(wordnet, words)
    for word in bases:
        counts: Counter[str] = Counter()
        for part, base in bases[word]:
            counts[part] += wordnet.counts[part, base]
        synsets = [wordnet.synsets[key] for part in PARTS for key in wordnet.lemmas[part].get(word, ())]
        columns = [
            [f"{part}:{count}" for part, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))],
            sorted({other for synset in synsets for other in synset.words if other != word} & words),
            sorted((pointed_to(wordnet, word, {ANTONYM}) & words) - {word}),  # kern has a meaning that is its opposite
            sorted(forms[word]),
            groups[word],
        ]
        yield "\t".join([word, *(" ".join(column) for column in columns)])


def base_forms(wordnet: WordNet, word: str) -> Iterator[Key]:
    """Yield the parts of speech of a word, each with a base form, as WordNet's `morphy` finds them."""
    for part, lemmas in wordnet.lemmas.items():
        if word in lemmas:
            yield part, word
        made = wordnet.exceptions[part].get(word) or by_endings(word, part, lemmas)
        yield from ((part, base) for base in made if base in lemmas)


def by_endings(word: str, part: str, lemmas: Container[str]) -> list[str]:
    """Return the base form that the regular endings lead to, if there is one."""
    if part == "n" and (len(word) < 3 or word.endswith("ss")):
        return []
    endings = [ending.split(":") for ending in ENDINGS[part].split()]
    made = [word.removesuffix(old) + new for old, new in endings if word.endswith(old)]
    return [base for base in made if base in lemmas][:1]


def pointed_to(wordnet: WordNet, word: str, symbols: Iterable[str], parts: Iterable[str] = PARTS) -> set[str]:
    """Return the words that a word, in any of its synsets, has a pointer to."""
    return {
        wordnet.synsets[target].words[there - 1]
        for part in parts
        for key in wordnet.lemmas[part].get(word, ())
        for symbol, target, here, there in wordnet.synsets[key].pointers
        if symbol in symbols and here and wordnet.synsets[key].words[here - 1] == word
    }


def other_forms(wordnet: WordNet, bases: dict[str, set[Key]]) -> dict[str, set[str]]:
    """Return for each word those with the same base form, and those whose base forms are derived from one another.

    The base of an adverb is also the adjective that it is made of: beautifully is a form of beauty, as beautiful is.
    """
    stems = {word: {base for _, base in bases[word]} for word in bases}
    for word in bases:
        stems[word] |= pointed_to(wordnet, word, {OF_ADJECTIVE}, "r")
    words_of = defaultdict(set)
    for word in bases:
        for stem in stems[word]:
            words_of[stem].add(word)
    derived = defaultdict(set)
    for stem in words_of:
        for other in pointed_to(wordnet, stem, DERIVED):
            derived[stem].add(other)
            derived[other].add(stem)  # pointers to adjectives go one way
    for word, other in attributes(wordnet):
        derived[word].add(other)
    return {
        word: {form for stem in stems[word] for near in {stem} | derived[stem] for form in words_of.get(near, ())}
        - {word}
        for word in bases
    }


def attributes(wordnet: WordNet) -> Iterator[tuple[str, str]]:
    """Yield nouns and adjectives that are attributes of each other and begin alike, such as beauty and beautiful.

    WordNet 3.0 doesn't say of these that one is derived from the other.
    """
    for synset in wordnet.synsets.values():
        others = [wordnet.synsets[target].words for symbol, target, _, _ in synset.pointers if symbol == ATTRIBUTE]
        for word in synset.words:
            yield from ((word, other) for words in others for other in words if word[:4] == other[:4])


def name_groups(wordnet: WordNet, words: set[str]) -> dict[str, list[str]]:
    """Return for each word the names of its groups.

    A group is a synset with its kinds, parts or similar adjectives, where these are two words or more. So a word is in
    the same group as what is above, below and beside it.
    """
    groups, number = defaultdict(list), 0
    for _, synset in sorted(wordnet.synsets.items()):
        below = [wordnet.synsets[target].words for symbol, target, _, _ in synset.pointers if symbol in MEMBERS]
        members = {word for members in (synset.words, *below) for word in members} & words
        if below and len(members) > 1:
            number += 1
            for word in members:
                groups[word].append(np.base_repr(number, 36).lower())  # three characters, mostly
    return groups


if __name__ == "__main__":
    main(*sys.argv[1:2])
