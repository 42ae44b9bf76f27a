"""Small model folders as the transformers library writes them, today and in older releases."""

import importlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

BERT_SPECIALS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
COMMON = (
    "[unused0] a b c e n s 1 2 , . ! ? ' - [ ] < > / # $ % mask cls sep pad unk the of new york 2024 hand ##bag ##s"
)
WORDS = {
    "uncased": "beauty beautiful pretty handsome cafe naive istanbul strasse 美 的 ##ful ##ing ##ly ##e ##1 ##2",
    "cased": "beauty Beauty BEAUTY café Café CAFE cafe naïve İ The N Y S ##S ##E ##BAG Paris 美 ##e ##é",
    "multilingual": "Beauty beauty été café cafe naïve Müller straße ß Σ ς красота Красота й и ##та جمال ال جَ ##ل "
    "美 容 ##容 ㄱ 한 ##국 日 本 ひ ##ら नम ##स्ते",
}
VOCABULARIES = {name: (*BERT_SPECIALS, *COMMON.split(), *words.split()) for name, words in WORDS.items()}
# MPNet has four tokens before BERT's vocabulary and one after it. Of BERT's special tokens it uses only [UNK].
VOCABULARIES["mpnet"] = ("<s>", "<pad>", "</s>", "<unk>", *VOCABULARIES["uncased"], "<mask>")

MPNET_SPECIALS = ("<pad>", "[UNK]", "<s>", "</s>", "<mask>")
ROLES = ("pad_token", "unk_token", "cls_token", "sep_token", "mask_token")
ADDED = ("newword", "new york city", "<ent>")  # added tokens; the last one is special

HARD_TEXTS = (
    "",
    " \t\n",
    "The Beauty of BEAUTY, beautiful beautyful",
    "Café cafe\u0301 CAFÉ naïve NAÏVE Müller MU\u0308LLER été",
    "美的beauty美,美容 日本ひら 한국 ㄱ 豈\U00020000",
    "hand-bag's handbags!? [x] $5% #1 a/b <b>",
    "[MASK] [CLS]the[SEP] [mask] [UNK][PAD]",
    "<s>the</s> <mask><pad>a <unk> < mask > <MASK>",
    "xyzzy handxyz 2024s 20241",
    "newword Newword a newwords new york city New York City <ent>a<ENT>",
    "\u200bthe\u00adbeauty\x00a\x7f\ufffdb\u2028c\u3000e\xa0n\ufeffs",
    "İstanbul ISTANBUL ı Σας ΣΑΣ straße STRASSE ſ ﬁ",  # noqa: RUF001 - on purpose
    "красота Красота КРАСОТА йи й Ё",  # noqa: RUF001 - Cyrillic
    "جَمال جمال الجمال ـ",
    "नमस्ते 😀 👩🏽\u200d🚀 ❤\ufe0f 🇫🇷",
    "a" * 100 + " " + "a" * 101,
    "[unused0] ##s ## s##s",
)


class Layout(NamedTuple):
    """A class of transformers, the name of the matrix in its file, its vocabulary and its settings."""

    model: str
    matrix: str = "embeddings.word_embeddings.weight"
    vocabulary: str = "uncased"
    tokenizer: str = "BertTokenizer"
    settings: tuple[tuple[str, int], ...] = (
        ("hidden_size", 32),
        ("num_hidden_layers", 1),
        ("num_attention_heads", 2),
        ("intermediate_size", 48),
        ("max_position_embeddings", 16),
    )

    @property
    def tokens(self) -> tuple[str, ...]:
        return VOCABULARIES[self.vocabulary]

    @property
    def specials(self) -> tuple[str, ...]:
        """The special tokens, in the order of ROLES."""
        return MPNET_SPECIALS if self.vocabulary == "mpnet" else BERT_SPECIALS


BERT = Layout("BertModel")
_DISTILBERT = (("dim", 32), ("n_layers", 1), ("n_heads", 2), ("hidden_dim", 48), ("max_position_embeddings", 16))
_NARROW = (*BERT.settings, ("embedding_size", 16))
_MOBILE = (*_NARROW, ("intra_bottleneck_size", 16))
LAYOUTS = (
    BERT,
    Layout("BertForPreTraining", f"bert.{BERT.matrix}"),
    Layout("BertForMaskedLM", f"bert.{BERT.matrix}", "cased"),
    Layout("BertForMaskedLM", f"bert.{BERT.matrix}", "multilingual"),
    Layout("DistilBertModel", BERT.matrix, "uncased", "DistilBertTokenizer", _DISTILBERT),
    Layout("DistilBertForMaskedLM", f"distilbert.{BERT.matrix}", "cased", "DistilBertTokenizer", _DISTILBERT),
    Layout("ElectraForPreTraining", f"electra.{BERT.matrix}", settings=_NARROW),
    Layout("MPNetModel", BERT.matrix, "mpnet", "MPNetTokenizer"),
    Layout("MPNetForMaskedLM", f"mpnet.{BERT.matrix}", "mpnet", "MPNetTokenizer"),
    Layout("MobileBertModel", BERT.matrix, settings=_MOBILE),
    Layout("MobileBertForPreTraining", f"mobilebert.{BERT.matrix}", settings=_MOBILE),
)


def transformers_class(name: str) -> Any:
    # Imported when the first test needs it: that takes seconds.
    return getattr(importlib.import_module("transformers"), name)


def make_model(layout: Layout, *, rows: int | None = None) -> Any:
    """Make a model with random weights, the same in each run."""
    importlib.import_module("torch").manual_seed(7)
    kind = transformers_class(layout.model)
    return kind(kind.config_class(vocab_size=rows or len(layout.tokens), **dict(layout.settings)))


def write_tokenizer_json(folder: Path, layout: Layout, added: Sequence[str] = (), **settings: Any) -> None:
    """Save a tokenizer as transformers 5 does."""
    vocabulary = {token: token_id for token_id, token in enumerate(layout.tokens)}
    tokenizer = transformers_class(layout.tokenizer)(vocab=vocabulary, **settings)
    tokenizer.add_tokens(list(added[:-1]))
    tokenizer.add_tokens(list(added[-1:]), special_tokens=True)
    tokenizer.save_pretrained(folder)


def write_vocab_txt(folder: Path, layout: Layout, added: Sequence[str] = (), **settings: Any) -> None:
    """Write the files of a tokenizer as transformers 4.34 to 4.57 did."""
    write_lines(folder, layout)
    decoder = {layout.tokens.index(token): _added(token, special=True) for token in layout.specials}
    for token_id, token in enumerate(added, len(layout.tokens)):
        decoder[token_id] = _added(token, special=token == added[-1])
    config = {"added_tokens_decoder": decoder, "tokenizer_class": layout.tokenizer, "model_max_length": 512}
    config |= {"clean_up_tokenization_spaces": True, "do_basic_tokenize": True, "never_split": None} | settings
    write_json(folder / "tokenizer_config.json", config | dict(zip(ROLES, layout.specials, strict=True)))


def write_both(folder: Path, layout: Layout, added: Sequence[str] = (), **settings: Any) -> None:
    """Write tokenizer.json beside vocab.txt, as transformers 4 did for its fast tokenizers."""
    write_tokenizer_json(folder, layout, added, **settings)
    write_vocab_txt(folder, layout, added, **settings)


def write_older_vocab_txt(folder: Path, layout: Layout, added: Sequence[str] = (), **settings: Any) -> None:
    """Write the files as transformers 4.0 to 4.33 did: special tokens as dicts, added tokens in a file of their own."""
    write_lines(folder, layout)
    config: dict[str, Any] = {"tokenizer_class": layout.tokenizer, **settings}
    for role, token in zip(ROLES, layout.specials, strict=True):
        config[role] = {"__type": "AddedToken"} | _added(token, special=True)
        del config[role]["special"]  # these releases had no such setting
    extra = {"additional_special_tokens": list(added[-1:])} if added else {}
    write_json(folder / "tokenizer_config.json", config | extra)
    write_json(folder / "special_tokens_map.json", dict(zip(ROLES, layout.specials, strict=True)) | extra)
    if added:
        write_json(folder / "added_tokens.json", {token: len(layout.tokens) + i for i, token in enumerate(added)})


def write_lines(folder: Path, layout: Layout) -> None:
    """Write vocab.txt and nothing else."""
    (folder / "vocab.txt").write_bytes("".join(f"{token}\n" for token in layout.tokens).encode())


def write_json(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _added(content: str, *, special: bool) -> dict[str, Any]:
    """Return an added token as tokenizer_config.json has it."""
    settings = {"lstrip": content == "<mask>", "normalized": not special, "rstrip": False, "single_word": False}
    return {"content": content, **settings, "special": special}
