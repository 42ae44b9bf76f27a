"""The kinds of token in a WordPiece vocabulary."""

UNKNOWN = "[UNK]"  # stands for a word that can't be put together from the vocabulary
SPECIAL_TOKENS = ("[PAD]", UNKNOWN, "[CLS]", "[SEP]", "[MASK]")

KINDS = ("special", "unused", "character", "word", "piece")


def token_kind(token: str) -> str:
    """Return the kind of a token, one of KINDS.

    - special: [PAD], [UNK], [CLS], [SEP] and [MASK], which mark something for the model;
    - unused: [unused0] and the like, reserved for later;
    - piece: ## and more, the middle or the end of a longer word;
    - character: a single letter, digit or symbol;
    - word: everything else, whole words and numbers.

    Examples
    --------
    >>> [token_kind(token) for token in ("[MASK]", "[unused7]", "##ing", "a", "beauty")]
    ['special', 'unused', 'piece', 'character', 'word']
    """
    if token in SPECIAL_TOKENS:
        return "special"
    if token.startswith("[unused"):
        return "unused"
    if token.startswith("##") and len(token) > 2:
        return "piece"
    return "character" if len(token) == 1 else "word"


def printable(text: str) -> str:
    r"""Return a text with control characters, line breaks and direction marks written as escapes.

    A token, a file name or a message may contain them, and a terminal or a page would act on them.

    Examples
    --------
    >>> print(printable("café\x1b[31m"))
    café\x1b[31m
    """
    return "".join(character if character.isprintable() else repr(character)[1:-1] for character in text)


def is_word(token: str) -> bool:
    """Return whether a token consists of letters alone, of any script.

    It is False for special and unused tokens, pieces, numbers, punctuation and symbols, and True for single letters,
    names, and single characters of Chinese or Japanese.

    Examples
    --------
    >>> [is_word(token) for token in ("beauty", "美", "##ing", "1984", "[MASK]")]
    [True, True, False, False, False]
    """
    return token.isalpha()
