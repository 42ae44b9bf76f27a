"""How words are related: a table made from WordNet, and lists of synonyms in plain text.

The table is `helpers/data/wordnet.tsv`. It has a line for each word of BERT's vocabulary (two or more of the letters a
to z) that WordNet 3.0 knows, as it is or by a base form, and these columns, separated by tabs:

- parts: parts of speech (n noun, v verb, a adjective, r adverb), each with how often the word, or its base form,
  occurs as that part in WordNet's corpora. The most frequent comes first.
- synonyms: the words that share a meaning (a synset) with it.
- antonyms: the words that WordNet gives as the opposite of one of its meanings.
- forms: inflected forms, by WordNet's own rules; derived words, such as happiness of happy; inflected forms of these.
  A noun and an adjective that are attributes of each other and begin with the same four letters count as derived.
- groups: names of groups. A group is a meaning and what stands directly below it: its kinds, its parts, or the
  adjectives similar to it. So the words of a group are above, below or beside each other.

Rare meanings count as much as common ones. WordNet is copyright 2006 by Princeton University; its license is
`helpers/data/wordnet-license.txt`. `tools/wordnet.py` makes the table.
"""

import os
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from helpers.tokens import printable

DATA = files("helpers") / "data"

RELATIONS = ("synonym", "antonym", "form", "related", "unrelated", "unknown")


class Relations(NamedTuple):
    """What WordNet says of a word.

    Attributes
    ----------
    parts : dict of str to int
        Its parts of speech, "n", "v", "a" or "r", each with how often it occurs. The most frequent comes first.
    synonyms, antonyms, forms : frozensets of str
        Other words of the table.
    groups : frozenset of str
        The names of its groups.
    """

    parts: dict[str, int]
    synonyms: frozenset[str]
    antonyms: frozenset[str]
    forms: frozenset[str]
    groups: frozenset[str]


def load_relations() -> dict[str, Relations]:
    """Return the table made from WordNet: each word with its relations, in alphabetical order.

    Examples
    --------
    >>> wordnet = load_relations()
    >>> wordnet["happy"].parts, sorted(wordnet["happy"].synonyms), sorted(wordnet["happy"].forms)
    ({'a': 47}, ['glad'], ['happier', 'happily', 'happiness'])
    """
    lines = DATA.joinpath("wordnet.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")][1:]  # the first names the columns
    return {
        word: Relations(
            {part: int(count) for part, count in (item.split(":") for item in parts.split())},
            *(frozenset(column.split()) for column in columns),
        )
        for word, parts, *columns in rows
    }


def relation(relations: dict[str, Relations], word: str, other: str) -> str:
    """Return how another word, or token, is related to a word: the first of RELATIONS that is true.

    - synonym, antonym, form: it stands in that column;
    - related: the two, or forms of them, are in the same group;
    - unrelated: WordNet knows it, but none of these relations;
    - unknown: it isn't in the table, as names, numbers, pieces of words and words like *the* are not.

    Parameters
    ----------
    relations : dict
        The table, from `load_relations`.
    word : str
        A word of the table.
    other : str
        Any other.

    Raises
    ------
    ValueError
        If the word isn't in the table.

    Examples
    --------
    >>> wordnet = load_relations()
    >>> [relation(wordnet, "hot", other) for other in ("spicy", "cold", "hotter", "warm", "lawyer", "##ing")]
    ['synonym', 'antonym', 'form', 'related', 'unrelated', 'unknown']
    """
    if word not in relations:
        raise ValueError(f"{printable(repr(word))} isn't in the table, so nothing is known of its neighbors.")
    own = relations[word]
    if other not in relations:
        return "unknown"
    for name, words in (("synonym", own.synonyms), ("antonym", own.antonyms), ("form", own.forms)):
        if other in words:
            return name
    return "unrelated" if _groups(relations, word).isdisjoint(_groups(relations, other)) else "related"


def _groups(relations: dict[str, Relations], word: str) -> frozenset[str]:
    """Return the groups of a word and of its forms."""
    return relations[word].groups.union(*(relations[form].groups for form in relations[word].forms))


def load_word_list(path: str | os.PathLike[str] | None = None) -> dict[str, tuple[str, ...]]:
    """Return a list of words and their synonyms from a text file, in lower case.

    Each line is a word, a colon, and the synonyms with commas between. There may be no synonyms after the colon. What
    follows a # is a comment::

        # my words
        beauty: loveliness, prettiness
        umbrella:

    Parameters
    ----------
    path : str or path, optional
        The file, in UTF-8. By default the list that comes with the helpers, `helpers/data/synonyms.txt`.

    Returns
    -------
    dict of str to tuple of str
        Each word with its synonyms, in the order of the file.

    Raises
    ------
    ValueError
        If the file isn't in UTF-8 or has no words, or a line isn't as above, has a word that an earlier line has, or
        the word itself or another one twice among the synonyms. The message says which line, and how to mend it.
    OSError
        If there is no such file.
    """
    file = Path(str(DATA / "synonyms.txt") if path is None else path)
    name, content = printable(file.name), file.read_bytes()
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        number = content[: error.start].count(b"\n") + 1
        raise ValueError(f"{name}, line {number}, isn't in UTF-8: save the file in that encoding.") from error
    words: dict[str, tuple[str, ...]] = {}
    for number, line in enumerate(lines, start=1):
        if text := line.split("#")[0].strip().lower():
            try:
                word, synonyms = _read_entry(text)
                if word in words:
                    raise ValueError(f'"{word}" has a line already: put all of its synonyms on one.')
            except ValueError as error:
                raise ValueError(printable(f"{name}, line {number}: {error}")) from None
            words[word] = synonyms
    if not words:
        raise ValueError(f"{name} has no words: write a line for each, such as beauty: loveliness, prettiness.")
    return words


def _read_entry(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the word and the synonyms that a line has. Raises ValueError if it is malformed."""
    word, colon, rest = (part.strip() for part in text.partition(":"))
    synonyms = tuple(synonym.strip() for synonym in rest.split(",")) if rest else ()
    if not colon:
        raise ValueError(f'"{text}" has no colon: write the word, a colon, and its synonyms with commas between.')
    if ":" in rest:
        raise ValueError(f'"{text}" has two colons: begin a new line with each word.')
    if not word:
        raise ValueError(f'"{text}" has no word: write one before the colon.')
    if "" in synonyms:
        raise ValueError(f'"{text}" has a comma with no word before or after it: remove the comma, or add the word.')
    if word in synonyms:
        raise ValueError(f'"{word}" stands among its own synonyms: remove it there.')
    if repeated := [synonym for synonym in synonyms if synonyms.count(synonym) > 1]:
        raise ValueError(f'"{repeated[0]}" stands twice among the synonyms of "{word}": remove one.')
    return word, synonyms
