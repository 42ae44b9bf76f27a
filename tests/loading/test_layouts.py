"""Tests of loading folders that the transformers library itself writes: the same matrix, the same tokens."""

import itertools
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import huggingface_hub.constants
import numpy as np
import pytest
from hypothesis import given, settings

from helpers.embeddings import TokenEmbeddings, load_embeddings
from helpers.loading import checksums
from helpers.loading.errors import ModelDamagedError, ModelNotFoundError, ModelNotSupportedError
from tests.layouts import (
    BERT,
    HARD_TEXTS,
    LAYOUTS,
    MORE,
    RANDOM_TEXTS,
    Layout,
    a_class,
    make_model,
    write_both,
    write_json,
    write_lines,
    write_older_vocab_txt,
    write_tokenizer_json,
    write_vocab_txt,
)

Write = Callable[..., None]
WAYS = (write_tokenizer_json, write_both, write_vocab_txt, write_older_vocab_txt)
CASED, MULTILINGUAL = (BERT._replace(vocabulary=name) for name in ("cased", "multilingual"))
MPNET = Layout("MPNetModel", vocabulary="mpnet", tokenizer="MPNetTokenizer")
all_vocabularies = pytest.mark.parametrize("layout", [BERT, CASED, MULTILINGUAL, MPNET], ids=lambda of: of.vocabulary)
all_ways = pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)


@pytest.fixture(scope="module", autouse=True)
def on_our_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep off the network, and remember the checksums of these files in a folder of the tests' own."""
    pytest.importorskip("torch")
    memory = tmp_path_factory.mktemp("cache") / "files.json"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
        patch.setattr(checksums, "_cache_file", lambda: memory)
        yield


def write(folder: Path, layout: Layout, way: Write, more: tuple[str, ...] = (), **said: Any) -> Any:
    """Write a model and its tokenizer, and return the model's matrix."""
    model = make_model(layout, rows=len(layout.tokens) + len(more))
    model.save_pretrained(folder)
    way(folder, layout, more, **said)
    return model.get_input_embeddings().weight.detach()


def read(folder: Path) -> tuple[TokenEmbeddings, Any]:
    """Read a folder with the helpers and with transformers."""
    return load_embeddings(folder), a_class("AutoTokenizer").from_pretrained(folder)


def assert_mapped(vectors: Any, file: Path) -> None:
    """Follow the views down to the map over the file."""
    whole = vectors
    while not isinstance(whole, np.memmap):
        whole = whole.base
        assert isinstance(whole, np.ndarray)  # otherwise it is a copy
    assert Path(str(whole.filename)) == file
    assert np.shares_memory(vectors, whole)


def assert_same_tokens(ours: TokenEmbeddings, theirs: Any, text: str) -> None:
    """Compare the tokens of a text, and their ids."""
    tokens = ours.tokenize(text)
    assert tokens == theirs.convert_ids_to_tokens(theirs.encode(text, add_special_tokens=False))
    assert [ours.token_id(token) for token in tokens] == theirs.encode(text, add_special_tokens=False)


def assert_same(ours: TokenEmbeddings, theirs: Any) -> None:
    """Compare the vocabularies, and the tokens of all hard texts."""
    assert list(ours.tokens) == theirs.convert_ids_to_tokens(range(len(theirs)))
    assert [ours.token_id(token) for token in ours.tokens] == theirs.convert_tokens_to_ids(list(ours.tokens))
    for text in HARD_TEXTS:
        assert_same_tokens(ours, theirs, text)


@pytest.mark.verify
@pytest.mark.parametrize("layout", LAYOUTS, ids=[f"{layout.model}-{layout.vocabulary}" for layout in LAYOUTS])
def test_the_matrix_and_the_tokens_are_those_of_transformers(layout: Layout, tmp_path: Path) -> None:
    """Bit for bit, in every model of the family and whatever head it has; mapped, not copied."""
    weight = write(tmp_path, layout, write_tokenizer_json, do_lower_case=layout.vocabulary in ("uncased", "mpnet"))
    ours, theirs = read(tmp_path)
    np.testing.assert_array_equal(ours.vectors.view("u4"), weight.numpy().view("u4"), strict=True)
    assert_mapped(ours.vectors, tmp_path / "model.safetensors")
    assert f"matrix: {layout.matrix} in model.safetensors, float32, mapped from the file" in ours.describe()
    assert_same(ours, theirs)


@pytest.mark.verify
@pytest.mark.parametrize("more", [(), MORE], ids=["none-added", "some-added"])
@all_ways
@all_vocabularies
def test_tokens_are_the_same_however_they_were_saved(
    layout: Layout, way: Write, more: tuple[str, ...], tmp_path: Path
) -> None:
    """As tokenizer.json, or as older releases did; with tokens that somebody has added, and without."""
    weight = write(tmp_path, layout, way, more, do_lower_case=layout not in (CASED, MULTILINGUAL))
    ours, theirs = read(tmp_path)
    assert len(ours) == len(weight)
    assert_same(ours, theirs)


def test_an_added_token_with_capitals_is_found_in_an_uncased_model(tmp_path: Path) -> None:
    """It is compared in lower case, and its id is the same however it is written."""
    write(tmp_path, BERT, write_tokenizer_json, ("Other Word", "<ent>"))
    ours, theirs = read(tmp_path)
    for text in ("Other Word", "other word", "OTHER WORD"):
        assert ours.tokenize(text) == ["Other Word"]
        assert [ours.token_id(text)] == theirs.encode(text, add_special_tokens=False)


@all_vocabularies
def test_a_vocabulary_alone_is_read_as_an_uncased_one(layout: Layout, tmp_path: Path) -> None:
    """That is how transformers reads it, even if there are capitals in it. MPNet's special tokens are MPNet's."""
    make_model(layout).save_pretrained(tmp_path)
    write_lines(tmp_path, layout)
    assert_same(*read(tmp_path))


@all_ways
def test_a_cased_model_keeps_its_case(way: Write, tmp_path: Path) -> None:
    """Beauty, beauty and BEAUTY are three tokens there."""
    write(tmp_path, CASED, way, do_lower_case=False)
    cased = load_embeddings(tmp_path)
    assert cased.tokenize("Beauty beauty BEAUTY café CAFÉ") == ["Beauty", "beauty", "BEAUTY", "café", "[UNK]"]
    assert len({cased.token_id(word) for word in ("Beauty", "beauty", "BEAUTY")}) == 3


@pytest.mark.verify
@all_ways
def test_case_accents_and_chinese_characters_are_as_the_settings_say(way: Write, tmp_path: Path) -> None:
    """In all twelve combinations."""
    names = ("do_lower_case", "strip_accents", "tokenize_chinese_chars")
    for values in itertools.product((True, False), (True, False, None), (True, False)):
        said: dict[str, Any] = dict(zip(names, values, strict=True))
        write(tmp_path, MULTILINGUAL, way, **said)
        assert_same(*read(tmp_path))


def test_the_settings_have_the_last_word_over_tokenizer_json(tmp_path: Path) -> None:
    """Some models on the hub have a tokenizer.json that says otherwise."""
    write(tmp_path, CASED, write_tokenizer_json, do_lower_case=True)
    settings = tmp_path / "tokenizer_config.json"
    write_json(settings, json.loads(settings.read_text(encoding="utf-8")) | {"do_lower_case": False})
    ours, theirs = read(tmp_path)
    assert ours.tokenize("Beauty") == ["Beauty"]
    assert_same(ours, theirs)


def test_a_cased_tokenizer_json_keeps_its_case_without_settings(tmp_path: Path) -> None:
    """Here we differ from transformers on purpose.

    BertTokenizer of transformers 5 takes lower case as its default and doesn't look at tokenizer.json's normalizer. The
    tokenizers library and older releases do look, and so do we: otherwise no word with a capital would be found.
    """
    write(tmp_path, CASED, write_tokenizer_json, do_lower_case=False)
    (tmp_path / "tokenizer_config.json").unlink()
    ours, theirs = read(tmp_path)
    assert ours.tokenize("Beauty beauty") == ["Beauty", "beauty"]
    assert theirs.tokenize("Beauty beauty") == ["beauty", "beauty"]
    tokenizer = a_class("PreTrainedTokenizerFast").from_pretrained(tmp_path)
    for text in HARD_TEXTS:
        assert_same_tokens(ours, tokenizer, text)


def test_a_vocabulary_from_windows_is_the_same(tmp_path: Path) -> None:
    """Line ends of two characters, a byte-order mark, no line end after the last token."""
    make_model(MULTILINGUAL).save_pretrained(tmp_path)
    write_lines(tmp_path, MULTILINGUAL)
    usual = load_embeddings(tmp_path)
    (tmp_path / "vocab.txt").write_bytes("\r\n".join(MULTILINGUAL.tokens).encode("utf-8-sig"))
    windows = load_embeddings(tmp_path)
    assert windows.tokens == usual.tokens == MULTILINGUAL.tokens
    for text in HARD_TEXTS:
        assert windows.tokenize(text) == usual.tokenize(text)


@pytest.mark.parametrize(
    ("dtype", "said"),
    [
        ("float16", "float16, widened exactly to float32"),
        ("bfloat16", "bfloat16, widened exactly to float32"),
        ("float64", "float64, rounded to float32"),
    ],
)
def test_numbers_of_other_types_become_float32(dtype: str, said: str, tmp_path: Path) -> None:
    """As torch does it, also where they are very large or small."""
    import torch

    kind = getattr(torch, dtype)
    model = make_model(BERT).to(kind)
    weight = model.get_input_embeddings().weight.detach()
    weight[:] = torch.randn(weight.shape, dtype=torch.float64).to(kind)  # in float64, with all digits
    least, most = torch.finfo(kind).smallest_normal / 2, torch.finfo(kind).max
    weight[0, :4] = torch.tensor([1e-300, 3e38, -3e38, -0.0] if dtype == "float64" else [least, most, -most, -0.0])
    model.save_pretrained(tmp_path)
    write_tokenizer_json(tmp_path, BERT)
    ours = load_embeddings(tmp_path)
    np.testing.assert_array_equal(ours.vectors.view("u4"), weight.float().numpy().view("u4"), strict=True)
    assert said in ours.describe()
    assert not ours.vectors.flags.writeable


def test_rows_that_belong_to_no_token_are_left_out(tmp_path: Path) -> None:
    """The matrix is filled up to a multiple of 8, as is done for speed."""
    n = len(BERT.tokens)
    model = make_model(BERT, rows=n // 8 * 8 + 8)
    model.save_pretrained(tmp_path)
    write_tokenizer_json(tmp_path, BERT)
    ours = load_embeddings(tmp_path)
    weight = model.get_input_embeddings().weight.detach().numpy()
    assert len(weight) > n == len(ours)
    np.testing.assert_array_equal(ours.vectors, weight[:n], strict=True)
    assert_mapped(ours.vectors, tmp_path / "model.safetensors")
    assert f"left out: {len(weight) - n} rows at the end, which belong to no token" in ours.describe()


def test_fewer_rows_than_tokens_are_refused(tmp_path: Path) -> None:
    """Then vocabulary and matrix are not of the same model."""
    make_model(BERT, rows=40).save_pretrained(tmp_path)
    write_tokenizer_json(tmp_path, BERT)
    with pytest.raises(ModelDamagedError, match=f"has {len(BERT.tokens)} tokens, and its embedding matrix only 40 row"):
        load_embeddings(tmp_path)


def test_weights_in_several_files(tmp_path: Path) -> None:
    """The index says which file has the matrix; the others are not needed."""
    model = make_model(BERT)
    model.save_pretrained(tmp_path, max_shard_size="10KB")
    write_tokenizer_json(tmp_path, BERT)
    index = json.loads((tmp_path / "model.safetensors.index.json").read_text(encoding="utf-8"))
    holder = index["weight_map"][BERT.matrix]
    shards = sorted(tmp_path.glob("*.safetensors"))
    assert len(shards) > 2
    for shard in shards:
        if shard.name != holder:
            shard.unlink()
    ours = load_embeddings(tmp_path)
    np.testing.assert_array_equal(ours.vectors, model.get_input_embeddings().weight.detach().numpy(), strict=True)
    assert f"matrix: {BERT.matrix} in {holder}" in ours.describe()


def save_other_tokenizer(folder: Path) -> None:
    """Train a small byte-level BPE, and save it."""
    from tokenizers import ByteLevelBPETokenizer

    tokenizer = ByteLevelBPETokenizer()
    tokenizer.train_from_iterator(["the beauty of beautiful things"], 280, show_progress=False)
    a_class("PreTrainedTokenizerFast")(tokenizer_object=tokenizer._tokenizer).save_pretrained(folder)


@pytest.mark.parametrize("has_tokenizer", [True, False])
@pytest.mark.parametrize(
    ("model", "said"), [("GPT2Model", "GPT-2"), ("RobertaModel", "RoBERTa"), ("LlamaModel", "Llama")]
)
def test_other_families_are_named(model: str, said: str, has_tokenizer: bool, tmp_path: Path) -> None:
    """In one sentence, with those that are read."""
    make_model(Layout(model), rows=280).save_pretrained(tmp_path)
    if has_tokenizer:
        save_other_tokenizer(tmp_path)
    with pytest.raises(ModelNotSupportedError, match=f"is a {said} model. This series reads .* WordPiece") as caught:
        load_embeddings(tmp_path)
    assert "BERT, DistilBERT, ELECTRA, MPNet, MobileBERT." in str(caught.value)


def test_a_family_that_is_not_on_the_list_is_known_by_its_vocabulary(tmp_path: Path) -> None:
    """If it has one."""
    make_model(Layout("OpenAIGPTModel"), rows=280).save_pretrained(tmp_path)
    with pytest.raises(ModelNotFoundError, match="has no vocabulary"):
        load_embeddings(tmp_path)
    save_other_tokenizer(tmp_path)
    with pytest.raises(ModelNotSupportedError, match="is not of the kind WordPiece \\('BPE'\\)"):
        load_embeddings(tmp_path)


@pytest.mark.parametrize("as_text", [True, False])
def test_a_folder_may_have_any_name(as_text: bool, tmp_path: Path) -> None:
    """With spaces, accents and an emoji, for us as for transformers."""
    folder = tmp_path / "été à l'école 🙂 #1 100%"
    write(folder, BERT, write_tokenizer_json)
    ours = load_embeddings(str(folder) if as_text else folder)
    model = a_class("AutoModel").from_pretrained(folder)
    np.testing.assert_array_equal(ours.vectors, model.get_input_embeddings().weight.detach().numpy())
    assert (ours.name, ours.folder) == (folder.name, folder)
    assert_same(*read(folder))


@pytest.fixture(scope="module", params=(BERT, CASED, MULTILINGUAL), ids=lambda of: of.vocabulary)
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[TokenEmbeddings, Any]:
    """Read one of BERT's three vocabularies, with added tokens, once for all random texts."""
    folder = tmp_path_factory.mktemp(request.param.vocabulary)
    write(folder, request.param, write_tokenizer_json, MORE, do_lower_case=request.param is BERT)
    return read(folder)


@pytest.mark.verify
@settings(max_examples=300)
@given(text=RANDOM_TEXTS)
def test_tokens_of_random_texts_are_the_same(both: tuple[TokenEmbeddings, Any], text: str) -> None:
    """Uncased, cased and multilingual."""
    assert_same_tokens(*both, text)
