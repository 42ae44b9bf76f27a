"""The WordPiece vocabulary of a model and its tokenizer, from tokenizer.json, or from vocab.txt."""

import codecs
import json
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers.loading._messages import CHOOSE_ANOTHER, damaged, list_names, shorten, unreadable
from helpers.loading.errors import ModelDamagedError, ModelNotSupportedError
from helpers.loading.model_files import ModelFiles
from helpers.loading.registry import BERT_VOCABULARY
from helpers.tokens import SPECIAL_TOKENS, UNKNOWN

if TYPE_CHECKING:  # the library is imported when a text is split, not for looking up a token
    from tokenizers import Tokenizer

# By "model_type" in config.json. A model of another type is read too, if it has a WordPiece vocabulary.
FAMILIES = ("BERT", "DistilBERT", "ELECTRA", "MPNet", "MobileBERT")
OTHER_FAMILIES = {
    "albert": "ALBERT", "bart": "BART", "bloom": "BLOOM", "camembert": "CamemBERT", "deberta": "DeBERTa",
    "deberta-v2": "DeBERTa", "gemma": "Gemma", "gemma2": "Gemma", "gpt2": "GPT-2", "gpt_neo": "GPT-Neo",
    "gpt_neox": "GPT-NeoX", "llama": "Llama", "mistral": "Mistral", "modernbert": "ModernBERT", "opt": "OPT",
    "phi": "Phi", "phi3": "Phi", "qwen2": "Qwen", "qwen3": "Qwen", "roberta": "RoBERTa", "t5": "T5",
    "xlm-roberta": "XLM-RoBERTa", "xlnet": "XLNet",
}  # fmt: skip
GENERAL = ("PreTrainedTokenizerFast", "TokenizersBackend")  # tokenizer classes that tokenizer.json alone describes
# The settings of BERT's normalizer: their names in tokenizer_config.json, and in the tokenizers library.
NORMALIZER = {
    "do_lower_case": "lowercase",
    "strip_accents": "strip_accents",
    "tokenize_chinese_chars": "handle_chinese_chars",
}
ROLES = ("pad", "unk", "cls", "sep", "mask")
MPNET_TOKENS = ("<pad>", "[UNK]", "<s>", "</s>", {"content": "<mask>", "lstrip": True})
NO_TOKEN = "[unused id "  # and the id: the substitute for a token in a vocabulary with gaps
MAX_WORD_LENGTH = 1000  # BERT has 100; the time to split a word grows at least with the square of its length


class WordPiece:
    """A vocabulary, and the tokenizer that splits texts into its tokens.

    Parameters
    ----------
    tokens : sequence of str
        The vocabulary. A token's position is its id.
    make_tokenizer : callable, optional
        Returns the tokenizer; called when the first text is split. By default it is BERT's, uncased.
    unknown : str
        The token for what can't be put together from others.
    may_be_cut : bool
        Whether the file ended in the middle of a line.

    Attributes
    ----------
    notes : list of str
        What is unusual in the vocabulary.
    """

    def __init__(
        self,
        tokens: Sequence[str],
        make_tokenizer: "Callable[[], Tokenizer] | None" = None,
        *,
        unknown: str = UNKNOWN,
        may_be_cut: bool = False,
    ) -> None:
        self.tokens = tuple(tokens)
        self.unknown = unknown
        self.may_be_cut = may_be_cut
        self.notes = _notes(self.tokens)
        self._make_tokenizer = make_tokenizer or (lambda: _bert_tokenizer(self.tokens))

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        return self._make_tokenizer()

    def split(self, text: str) -> list[str]:
        """Return the tokens of a text, without those that mark its beginning and end.

        Raises
        ------
        TypeError
            If it isn't a text.
        ModelDamagedError
            If no text can be split with this vocabulary.
        """
        cannot_split = "This model's vocabulary can't be used to split a text.\nIts tokens can still be looked up."
        with _library_errors_as(ModelDamagedError(cannot_split)):
            ids = self._tokenizer.encode(text, add_special_tokens=False).ids
        # By id: an added token may be written otherwise in the text, with a space before it, say.
        return [self.tokens[i] if i < len(self.tokens) else self.unknown for i in ids]


def read_wordpiece(files: ModelFiles) -> WordPiece:
    """Return the vocabulary of a model, with its tokenizer.

    Raises
    ------
    ModelError
        If there is none, it isn't WordPiece, or its file is damaged.
    """
    if files.model.sha256.get("vocab.txt") == BERT_VOCABULARY:
        return WordPiece(_lines(_require_vocabulary(files)))
    config = files.find("config.json")
    family = _read_json(config).get("model_type") if config else None
    if isinstance(family, str) and family in OTHER_FAMILIES:
        raise ModelNotSupportedError(
            f"{files.model.display_name} is a {OTHER_FAMILIES[family]} model. This series reads models with a "
            f"WordPiece vocabulary:\n{', '.join(FAMILIES)}. {CHOOSE_ANOTHER}"
        )
    path = files.find("tokenizer_config.json")
    settings = _read_json(path) if path else {}
    if tokenizer_json := files.find("tokenizer.json"):
        return _from_tokenizer_json(tokenizer_json, settings, files.model.display_name)
    if path is None and files.location.offline_error:  # without the settings, words might be split wrongly
        raise files.location.offline_error
    return _from_vocab_txt(files, _require_vocabulary(files), settings, family)


def _require_vocabulary(files: ModelFiles) -> Path:
    """Return the path of vocab.txt, where tokenizer.json is missing."""
    if path := files.find("vocab.txt"):
        return path
    what = "vocabulary: neither tokenizer.json nor vocab.txt"
    raise files.location.offline_error or files.missing(what, "tokenizer.json", "vocab.txt")


def _from_tokenizer_json(path: Path, settings: Mapping[str, Any], model: str) -> WordPiece:
    """Return the vocabulary in a tokenizer.json, which the tokenizers library reads."""
    from tokenizers import Tokenizer, models, normalizers

    content = _read_text(path)
    with _library_errors_as(damaged(path, "is not a tokenizer that can be read; it may have been cut short")):
        tokenizer = Tokenizer.from_str(content)
    kind = type(tokenizer.model).__name__
    if not isinstance(tokenizer.model, models.WordPiece):
        raise ModelNotSupportedError(
            f"The vocabulary of {model} is not of the kind WordPiece ({kind!r}).\n"
            f"This series reads WordPiece models: {', '.join(FAMILIES)}. {CHOOSE_ANOTHER}"
        )
    if tokenizer.model.max_input_chars_per_word > MAX_WORD_LENGTH:
        raise damaged(path, "has a max_input_chars_per_word that is no length of a word")
    tokenizer.no_truncation()
    tokenizer.no_padding()
    # As in transformers, tokenizer_config.json has the last word, if it names a tokenizer of BERT's family.
    if isinstance(tokenizer.normalizer, normalizers.BertNormalizer) and settings.get("tokenizer_class") not in GENERAL:
        for name, value in _normalizer_settings(settings, path).items():
            setattr(tokenizer.normalizer, name, value)
    tokens = _by_id(tokenizer.get_vocab(with_added_tokens=True).items(), path)
    return WordPiece(tokens, lambda: tokenizer, unknown=tokenizer.model.unk_token)


def _normalizer_settings(settings: Mapping[str, Any], path: Path) -> dict[str, bool | None]:
    """Return the settings of BERT's normalizer in a tokenizer_config.json, by their names in the tokenizers library."""
    for name in NORMALIZER.keys() & settings.keys():
        if not (isinstance(settings[name], bool) or (settings[name] is None and name == "strip_accents")):
            problem = f"is damaged: {name} is {shorten(settings[name])}, and should be true or false"
            raise damaged(path.with_name("tokenizer_config.json"), problem)
    return {NORMALIZER[name]: settings[name] for name in NORMALIZER.keys() & settings.keys()}


def _from_vocab_txt(files: ModelFiles, path: Path, settings: dict[str, Any], family: object) -> WordPiece:
    """Return the vocabulary in a vocab.txt, one token a line, as tokenizer_config.json and older files describe it."""
    if "Japanese" in str(settings.get("tokenizer_class")):
        raise ModelNotSupportedError(
            f"{files.model.display_name} splits words with a Japanese dictionary, which is missing here.\n"
            f"{CHOOSE_ANOTHER}"
        )
    if "added_tokens_decoder" not in settings and (older := files.find("special_tokens_map.json")):
        settings = {**_read_json(older), **settings}
    added_tokens = files.find("added_tokens.json") if "added_tokens_decoder" not in settings else None
    older_added = _read_json(added_tokens) if added_tokens else {}
    lines = _lines(path)
    try:
        usual = MPNET_TOKENS if family == "mpnet" else SPECIAL_TOKENS
        specials = [_as_dict(settings.get(f"{role}_token") or usual[i]) for i, role in enumerate(ROLES)]
        by_content = {special["content"]: special for special in specials}
        added = {i: {**by_content[token], "special": True} for i, token in enumerate(lines) if token in by_content}
        added |= {int(i): token for i, token in settings.get("added_tokens_decoder", {}).items()}
        more_specials = [_as_dict(token)["content"] for token in settings.get("additional_special_tokens") or ()]
        for token, i in older_added.items():
            added[operator.index(i)] = {
                "content": token,
                "special": token in more_specials,
                "normalized": token not in more_specials,
            }
        tokens = _by_id([*((t, i) for i, t in enumerate(lines)), *((added[i]["content"], i) for i in added)], path)
        normalizer = _normalizer_settings(settings, path)
        unknown = _as_dict(settings.get("unk_token") or UNKNOWN)["content"]
        tokenizer = _bert_tokenizer(tokens, list(added.values()), normalizer, unknown)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        config = path.with_name("tokenizer_config.json")
        raise damaged(config, f"does not describe the tokens of {path.name} as it should") from error
    may_be_cut = not path.read_bytes().endswith(b"\n")
    return WordPiece(tokens, lambda: tokenizer, unknown=unknown, may_be_cut=may_be_cut)


def _bert_tokenizer(
    tokens: Sequence[str],
    added: Sequence[Mapping[str, Any]] | None = None,
    normalizer: Mapping[str, Any] | None = None,
    unknown: str = UNKNOWN,
) -> "Tokenizer":
    """Return a BERT tokenizer, by default uncased and with BERT's special tokens."""
    from tokenizers import AddedToken, Tokenizer, models, normalizers, pre_tokenizers

    ids = {token: i for i, token in enumerate(tokens)}
    tokenizer = Tokenizer(models.WordPiece({unknown: len(tokens), **ids}, unk_token=unknown))
    tokenizer.normalizer = normalizers.BertNormalizer(**(normalizer or {}))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    for token in added if added is not None else [{"content": token} for token in SPECIAL_TOKENS if token in ids]:
        flags = {name: bool(token.get(name, False)) for name in ("single_word", "lstrip", "rstrip", "normalized")}
        special = AddedToken(token["content"], special=bool(token.get("special", True)), **flags)
        (tokenizer.add_special_tokens if special.special else tokenizer.add_tokens)([special])
    return tokenizer


def _by_id(pairs: Iterable[tuple[str, int]], path: Path) -> tuple[str, ...]:
    """Return the tokens in the order of their ids, with a substitute for an id that has none."""
    by_id: dict[int, str] = {}
    for token, i in pairs:
        if by_id.setdefault(i, token) != token:
            raise damaged(path, f"is damaged: {shorten(by_id[i])} and {shorten(token)} have the same id, {i}")
    if not by_id:
        raise damaged(path, "is damaged: there are no tokens")
    if min(by_id) < 0 or max(by_id) > 2 * len(by_id):
        raise damaged(path, f"is damaged: it has {len(by_id):,} tokens, with ids from {min(by_id)} to {max(by_id)}")
    return tuple(by_id.get(i, f"{NO_TOKEN}{i}]") for i in range(max(by_id) + 1))


def _notes(tokens: Sequence[str]) -> list[str]:
    """Return what is unusual in a vocabulary, for `describe`. transformers reads such vocabularies in the same way."""
    notes = []
    ids = {token: i for i, token in enumerate(tokens)}
    if repeated := [token for i, token in enumerate(tokens) if ids[token] != i]:
        notes.append(f"in the vocabulary more than once: {list_names(list(map(repr, repeated)))}; the last id is used")
    if gaps := [token for token in tokens if token.startswith(NO_TOKEN)]:
        notes.append(f"ids without a token: {len(gaps)}, shown as {list_names(gaps, 2)}")
    return notes


@contextmanager
def _library_errors_as(ours: ModelDamagedError) -> Iterator[None]:
    """Raise our error in place of any of the tokenizers library, whose panics don't derive from Exception."""
    try:
        yield
    except (TypeError, ModelDamagedError):
        raise
    except BaseException as error:
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise ours from error
        raise


def _lines(path: Path) -> tuple[str, ...]:
    """Return the lines of a vocab.txt: the line number, from 0, is the token's id.

    As in transformers, no token ends in a space; one that is nothing else is kept, for it belongs to a row, too.
    """
    text = _read_text(path)
    if "\r" in text and "\n" not in text:
        raise ModelDamagedError(
            f"{path} ends its lines with CR alone, as old Macs did.\n"
            "Save it with the line ends of Unix (LF): text editors have a setting for that."
        )
    return tuple(line.rstrip() or line for line in text.rstrip("\n").split("\n"))


def _read_text(path: Path) -> str:
    """Return the text of a file, without a byte-order mark, and with line feeds as line ends."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ModelDamagedError(
            f"{path} is not text in UTF-8, but in UTF-16.\nOpen it in a text editor, and save it as UTF-8."
        )
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise damaged(path, f"is not text in UTF-8: byte {error.start:,} is not valid") from error


def _read_json(path: Path) -> dict[str, Any]:
    """Return the object in a JSON file."""
    try:
        content = json.loads(_read_text(path))
    except (ValueError, RecursionError) as error:
        raise damaged(path, "is not valid JSON; it may have been cut short") from error
    if not isinstance(content, dict):
        raise damaged(path, "should hold a JSON object, and holds something else")
    return content


def _as_dict(token: Any) -> dict[str, Any]:
    """Return a special token as a dict: files have it as a string or as a dict."""
    return token if isinstance(token, dict) else {"content": token}
