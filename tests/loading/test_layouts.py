"""Tests of loading folders that the transformers library writes: matrix and tokens must be the same as there."""

import itertools
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import huggingface_hub.constants
import numpy as np
import pytest

from helpers.embeddings import TokenEmbeddings, load_embeddings
from helpers.loading import checksums
from helpers.loading.errors import ModelNotFoundError, ModelNotSupportedError
from tests.layouts import (
    ADDED,
    BERT,
    HARD_TEXTS,
    LAYOUTS,
    Layout,
    make_model,
    transformers_class,
    write_both,
    write_json,
    write_lines,
    write_older_vocab_txt,
    write_tokenizer_json,
    write_vocab_txt,
)
from tests.loading.valid_model import error_message

Write = Callable[..., None]
CASED, MULTILINGUAL = (BERT._replace(vocabulary=name) for name in ("cased", "multilingual"))
MPNET = Layout("MPNetModel", vocabulary="mpnet", tokenizer="MPNetTokenizer")
all_vocabularies = pytest.mark.parametrize("layout", [BERT, CASED, MULTILINGUAL, MPNET], ids=lambda of: of.vocabulary)
all_formats = pytest.mark.parametrize(
    "write_format", [write_tokenizer_json, write_both, write_vocab_txt, write_older_vocab_txt], ids=lambda f: f.__name__
)


@pytest.fixture(scope="module", autouse=True)
def isolated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep off the network and the user's cache of checksums."""
    pytest.importorskip("torch")
    cache = tmp_path_factory.mktemp("cache") / "files.json"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
        patch.setattr(checksums, "_cache_file", lambda: cache)
        yield


def write(folder: Path, layout: Layout, write_format: Write, added: tuple[str, ...] = (), **settings: Any) -> Any:
    """Write a model and its tokenizer, and return the model's matrix."""
    model = make_model(layout, rows=len(layout.tokens) + len(added))
    model.save_pretrained(folder)
    write_format(folder, layout, added, **settings)
    return model.get_input_embeddings().weight.detach().numpy()


def read(folder: Path) -> tuple[TokenEmbeddings, Any]:
    """Read a folder with the helpers, and its tokenizer with transformers."""
    return load_embeddings(folder), transformers_class("AutoTokenizer").from_pretrained(folder)


def assert_same_bits(actual: Any, expected: Any) -> None:
    np.testing.assert_array_equal(actual.view("u4"), expected.view("u4"), strict=True)


def assert_same_splits(ours: TokenEmbeddings, theirs: Any) -> None:
    for text in HARD_TEXTS:
        tokens, ids = ours.tokenize(text), theirs.encode(text, add_special_tokens=False)
        assert tokens == theirs.convert_ids_to_tokens(ids)
        assert [ours.token_id(token) for token in tokens] == ids


def assert_same_tokenizer(ours: TokenEmbeddings, theirs: Any) -> None:
    assert list(ours.tokens) == theirs.convert_ids_to_tokens(range(len(theirs)))
    assert [ours.token_id(token) for token in ours.tokens] == theirs.convert_tokens_to_ids(list(ours.tokens))
    assert_same_splits(ours, theirs)


@pytest.mark.verify
@pytest.mark.parametrize("layout", LAYOUTS, ids=[f"{layout.model}-{layout.vocabulary}" for layout in LAYOUTS])
def test_every_model_of_the_family(layout: Layout, tmp_path: Path) -> None:
    lower = layout.vocabulary in ("uncased", "mpnet")
    expected = write(tmp_path, layout, write_tokenizer_json, do_lower_case=lower)
    ours, theirs = read(tmp_path)
    assert_same_bits(ours.vectors, expected)
    assert isinstance(ours.vectors.base, np.memmap)
    assert f"matrix: {layout.matrix} in model.safetensors, float32, mapped from the file" in ours.describe()
    assert_same_tokenizer(ours, theirs)


@pytest.mark.verify
@pytest.mark.parametrize("added", [(), ADDED], ids=["none added", "some added"])
@all_formats
@all_vocabularies
def test_every_format_of_the_tokenizer(
    layout: Layout, write_format: Write, added: tuple[str, ...], tmp_path: Path
) -> None:
    weight = write(tmp_path, layout, write_format, added, do_lower_case=layout in (BERT, MPNET))
    ours, theirs = read(tmp_path)
    assert len(ours) == len(weight)
    assert_same_tokenizer(ours, theirs)


def test_added_token_with_capitals_in_an_uncased_model(tmp_path: Path) -> None:
    write(tmp_path, BERT, write_tokenizer_json, ("Other Word", "<ent>"))
    ours, theirs = read(tmp_path)
    for text in ("Other Word", "other word", "OTHER WORD"):
        assert ours.tokenize(text) == ["Other Word"]
        assert [ours.token_id(text)] == theirs.encode(text, add_special_tokens=False)


@all_vocabularies
def test_vocab_txt_alone_is_read_as_uncased(layout: Layout, tmp_path: Path) -> None:
    # transformers does so too, even if the vocabulary has capitals.
    make_model(layout).save_pretrained(tmp_path)
    write_lines(tmp_path, layout)
    assert_same_tokenizer(*read(tmp_path))


@pytest.mark.parametrize("end", [" ", "\t", "\xa0 ", " \r"])
def test_spaces_at_the_end_of_a_line_of_vocab_txt_are_no_part_of_the_token(end: str, tmp_path: Path) -> None:
    make_model(BERT).save_pretrained(tmp_path)
    (tmp_path / "vocab.txt").write_bytes("".join(f"{token}{end}\n" for token in BERT.tokens).encode())
    ours, theirs = read(tmp_path)
    assert ours.tokens == BERT.tokens
    assert_same_tokenizer(ours, theirs)


@all_formats
def test_cased_model_keeps_case(write_format: Write, tmp_path: Path) -> None:
    write(tmp_path, CASED, write_format, do_lower_case=False)
    cased = load_embeddings(tmp_path)
    assert cased.tokenize("Beauty beauty BEAUTY café CAFÉ") == ["Beauty", "beauty", "BEAUTY", "café", "[UNK]"]
    assert len({cased.token_id(word) for word in ("Beauty", "beauty", "BEAUTY")}) == 3


@pytest.mark.verify
@all_formats
def test_all_settings_of_the_normalizer(write_format: Write, tmp_path: Path) -> None:
    names = ("do_lower_case", "strip_accents", "tokenize_chinese_chars")
    for values in itertools.product((True, False), (True, False, None), (True, False)):
        settings: dict[str, Any] = dict(zip(names, values, strict=True))
        write(tmp_path, MULTILINGUAL, write_format, **settings)
        assert_same_tokenizer(*read(tmp_path))


def test_tokenizer_config_overrides_tokenizer_json(tmp_path: Path) -> None:
    # Some models on the hub have files that contradict each other.
    write(tmp_path, CASED, write_tokenizer_json, do_lower_case=True)
    path = tmp_path / "tokenizer_config.json"
    write_json(path, json.loads(path.read_text(encoding="utf-8")) | {"do_lower_case": False})
    ours, theirs = read(tmp_path)
    assert ours.tokenize("Beauty") == ["Beauty"]
    assert_same_tokenizer(ours, theirs)


def test_cased_tokenizer_json_without_settings_keeps_case(tmp_path: Path) -> None:
    # BertTokenizer of transformers 5 differs: it ignores the normalizer of tokenizer.json and lowers the case, so no
    # word with a capital would be found. The tokenizers library and older releases of transformers keep the case.
    write(tmp_path, CASED, write_tokenizer_json, do_lower_case=False)
    (tmp_path / "tokenizer_config.json").unlink()
    ours, theirs = read(tmp_path)
    assert ours.tokenize("Beauty beauty") == ["Beauty", "beauty"]
    assert theirs.tokenize("Beauty beauty") == ["beauty", "beauty"]
    assert_same_splits(ours, transformers_class("PreTrainedTokenizerFast").from_pretrained(tmp_path))


@pytest.mark.parametrize(
    "tokens",
    [
        (*BERT.tokens, "beauty", "new"),
        (*BERT.tokens[:40], "", *BERT.tokens[40:], "", "beautiful"),
        ("[MASK]", *BERT.tokens),
    ],
    ids=["repeated words", "empty lines", "repeated special token"],
)
@pytest.mark.parametrize("with_json", [False, True], ids=["vocab.txt", "tokenizer.json"])
def test_repeated_tokens_are_read_as_transformers_reads_them(
    tokens: tuple[str, ...], with_json: bool, tmp_path: Path
) -> None:
    """In conv-bert-base a token is there twice. In a tokenizer.json, its first id has no token."""
    make_model(BERT, rows=len(tokens)).save_pretrained(tmp_path)
    (tmp_path / "vocab.txt").write_text("\n".join([*tokens, ""]), encoding="utf-8")
    if with_json:
        transformers_class("BertTokenizer").from_pretrained(tmp_path).save_pretrained(tmp_path)
        (tmp_path / "vocab.txt").unlink(missing_ok=True)
        note = "ids without a token: "
    else:
        note = "in the vocabulary more than once: "
    ours, theirs = read(tmp_path)
    assert len(ours) == len(tokens)
    assert_same_splits(ours, theirs)
    assert note in ours.describe()


@pytest.mark.parametrize(
    ("dtype", "conversion"),
    [("float16", "widened exactly"), ("bfloat16", "widened exactly"), ("float64", "rounded")],
)
def test_other_dtypes_become_float32_as_in_torch(dtype: str, conversion: str, tmp_path: Path) -> None:
    import torch

    kind = getattr(torch, dtype)
    model = make_model(BERT).to(kind)
    weight = model.get_input_embeddings().weight.detach()
    weight[:] = torch.randn(weight.shape, dtype=torch.float64).to(kind)  # random in all digits of float64
    least, most = torch.finfo(kind).smallest_normal / 2, torch.finfo(kind).max
    weight[0, :4] = torch.tensor([1e-300, 3e38, -3e38, -0.0] if dtype == "float64" else [least, most, -most, -0.0])
    model.save_pretrained(tmp_path)
    write_tokenizer_json(tmp_path, BERT)
    ours = load_embeddings(tmp_path)
    assert_same_bits(ours.vectors, weight.float().numpy())
    assert f"{dtype}, {conversion} to float32" in ours.describe()
    assert not ours.vectors.flags.writeable


def test_weights_in_several_files_need_only_that_of_the_matrix(tmp_path: Path) -> None:
    model = make_model(BERT)
    model.save_pretrained(tmp_path, max_shard_size="10KB")
    write_tokenizer_json(tmp_path, BERT)
    index = json.loads((tmp_path / "model.safetensors.index.json").read_text(encoding="utf-8"))
    file = index["weight_map"][BERT.matrix]
    others = [path for path in tmp_path.glob("*.safetensors") if path.name != file]
    assert len(others) > 1
    for path in others:
        path.unlink()
    ours = load_embeddings(tmp_path)
    assert_same_bits(ours.vectors, model.get_input_embeddings().weight.detach().numpy())
    assert f"matrix: {BERT.matrix} in {file}" in ours.describe()


def test_pickled_weights_are_refused_with_a_way_out(tmp_path: Path) -> None:
    import torch

    folder = tmp_path / "it's mine"
    model = make_model(Layout("BertForSequenceClassification"))
    model.save_pretrained(folder)
    write_tokenizer_json(folder, BERT)
    (folder / "model.safetensors").unlink()
    torch.save(model.state_dict(), folder / "pytorch_model.bin")
    content = {path: path.read_bytes() for path in folder.iterdir()}
    for _ in range(2):  # the second time a folder of that name is there
        message = error_message(folder, ModelNotSupportedError)
        assert "only pickled weights (pytorch_model.bin), which can run code when opened" in message
        names: dict[str, Any] = {}
        exec(message.splitlines()[-1], names)
        ours = load_embeddings(names["new"])
        assert_same_bits(ours.vectors, model.get_input_embeddings().weight.detach().numpy())
        assert ours.tokens == BERT.tokens
    assert {path: path.read_bytes() for path in folder.iterdir()} == content
    assert len(list(tmp_path.iterdir())) == 3


def save_bpe_tokenizer(folder: Path) -> None:
    from tokenizers import ByteLevelBPETokenizer

    tokenizer = ByteLevelBPETokenizer()
    tokenizer.train_from_iterator(["the beauty of beautiful things"], 280, show_progress=False)
    transformers_class("PreTrainedTokenizerFast")(tokenizer_object=tokenizer._tokenizer).save_pretrained(folder)


@pytest.mark.parametrize(
    ("model", "family"), [("GPT2Model", "GPT-2"), ("RobertaModel", "RoBERTa"), ("LlamaModel", "Llama")]
)
def test_other_family_is_refused_with_or_without_tokenizer(model: str, family: str, tmp_path: Path) -> None:
    make_model(Layout(model), rows=280).save_pretrained(tmp_path)
    for _ in range(2):
        message = error_message(tmp_path, ModelNotSupportedError)
        assert f"is a {family} model. This series reads models with a WordPiece vocabulary:" in message
        assert "BERT, DistilBERT, ELECTRA, MPNet, MobileBERT." in message
        save_bpe_tokenizer(tmp_path)


def test_unknown_family_is_refused_by_its_vocabulary(tmp_path: Path) -> None:
    make_model(Layout("OpenAIGPTModel"), rows=280).save_pretrained(tmp_path)
    assert "has no vocabulary" in error_message(tmp_path, ModelNotFoundError)
    save_bpe_tokenizer(tmp_path)
    assert "is not of the kind WordPiece ('BPE')" in error_message(tmp_path, ModelNotSupportedError)
