"""What kinds of token there are in a WordPiece vocabulary."""

UNKNOWN = "[UNK]"  # what a word becomes that can't be put together from the vocabulary
SPECIAL_TOKENS = ("[PAD]", UNKNOWN, "[CLS]", "[SEP]", "[MASK]")

KINDS = ("special", "unused", "character", "word", "piece")


def token_kind(token: str) -> str:
    """Return which of KINDS a token is.

    - special: [PAD], [UNK], [CLS], [SEP] and [MASK], which the model uses for itself;
    - unused: [unused0] and its kind, places that were kept free;
    - piece: ## and what follows, the middle or the end of a longer word;
    - character: a single letter, digit or symbol;
    - word: everything else, whole words and numbers.
    """
    if token in SPECIAL_TOKENS:
        return "special"
    if token.startswith("[unused"):
        return "unused"
    if token.startswith("##") and len(token) > 2:
        return "piece"
    return "character" if len(token) == 1 else "word"


def is_word(token: str) -> bool:
    """Return whether a token is a word of letters: one character or more, each a letter of any script.

    Not words: special and unused tokens, pieces, numbers, punctuation, symbols. Words by this rule are also single
    letters, names, and single characters of Chinese or Japanese.
    """
    return token.isalpha()
