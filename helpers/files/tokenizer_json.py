"""A vocabulary in the form that is usual now: tokenizer.json."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from helpers.errors import ModelNotSupportedError
from helpers.files.advice import CHOOSE_ANOTHER
from helpers.files.families import WORDPIECE
from helpers.files.soundness import case, damaged, preparation, read_added, short, tokens_by_id, typed
from helpers.files.texts import read_json
from helpers.files.vocabulary import WORDPIECE as WORDPIECE_SETTINGS
from helpers.files.vocabulary import Vocabulary

GENERAL = ("PreTrainedTokenizerFast", "TokenizersBackend")  # tokenizers that tokenizer.json alone describes
LONGEST_WORD = 1000  # characters; BERT has 100, and the time that a word takes grows with the square of that


def read_tokenizer_json(path: Path, said: Mapping[str, Any], name: str) -> Vocabulary:
    """Return the vocabulary in a tokenizer.json, with the settings of tokenizer_config.json, if there are any."""
    content = read_json(path)
    model = typed(content.get("model"), dict, "model", path)
    # Very old files don't say of which kind they are; only WordPiece has this setting.
    kind = model.get("type", "WordPiece" if "max_input_chars_per_word" in model else None)
    if kind != "WordPiece":
        raise ModelNotSupportedError(
            f"The vocabulary of {name} is not of the kind WordPiece ({short(kind)}).\n"
            f"This series reads WordPiece models: {', '.join(WORDPIECE.values())}. {CHOOSE_ANOTHER}"
        )
    added = [read_added(token, path) for token in typed(content.get("added_tokens", []), list, "added_tokens", path)]
    wordpiece = {
        name: typed(model.get(name, usual), type(usual), name, path) for name, usual in WORDPIECE_SETTINGS.items()
    }
    if not 0 < wordpiece["max_input_chars_per_word"] <= LONGEST_WORD:
        raise damaged(path, "max_input_chars_per_word is no length of a word")
    normalizer = preparation(content, "normalizer", path)
    if normalizer and normalizer["type"] == "BertNormalizer":
        # As in transformers, tokenizer_config.json has the last word, where it names a tokenizer of BERT's family.
        normalizer |= {} if said.get("tokenizer_class") in GENERAL else case(said, path)
    pairs = [
        *typed(model.get("vocab"), dict, "vocab", path).items(),
        *((token["content"], token["id"]) for token in added),
    ]
    return Vocabulary(
        tokens_by_id(pairs, path),
        normalizer=normalizer,
        pre_tokenizer=preparation(content, "pre_tokenizer", path),
        wordpiece=wordpiece,
        added=added,
    )
