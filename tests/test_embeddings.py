"""Tests of helpers/embeddings.py: the default model, look-up, and tokens as BertTokenizer makes them."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.embeddings import NotOneTokenError, TokenEmbeddings, load_embeddings
from helpers.loading.errors import ModelDamagedError
from helpers.loading.registry import DEFAULT


def test_default_model_is_memory_mapped(bert: TokenEmbeddings) -> None:
    assert bert.vectors.shape == (30_522, 384)
    assert bert.vectors.dtype == np.float32
    assert isinstance(bert.vectors.base, np.memmap)
    assert not bert.vectors.flags.writeable
    assert repr(bert) == "<all-MiniLM-L6-v2: 30,522 tokens, 384 numbers each>"


def test_norms_of_default_model(bert: TokenEmbeddings) -> None:
    norms = np.linalg.norm(bert.vectors.astype(np.float64), axis=1)
    assert [round(float(value), 3) for value in (norms.min(), norms.max(), norms.mean())] == [0.245, 1.694, 1.066]


def test_wrong_checksum_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(DEFAULT.sha256, "model.safetensors", "0" * 64)
    with pytest.raises(ModelDamagedError, match=r"model\.safetensors is not the file it should be"):
        load_embeddings("all-MiniLM-L6-v2")


def test_words_are_looked_up_as_bert_reads_them(bert: TokenEmbeddings) -> None:
    assert bert.tokens[5053] == "beauty"
    for word in ("beauty", "Beauty", " beauty\n", "béauty"):
        assert bert.token_id(word) == 5053
    assert bert.token_id("[MASK]") == 103
    assert bert.token_id("##bag") == 16078
    np.testing.assert_array_equal(bert["Beauty"], bert.vectors[5053])
    assert all(word in bert for word in ("beauty", "Beauty", "[MASK]", "##bag", "美"))
    assert len(bert) == 30_522


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("handbag", '"handbag" is 2 tokens in this vocabulary: hand ##bag. Look up one of them.'),
        ("a b c d e f g h i j", '"a b c d e f g h i j" is 10 tokens in this vocabulary: a b c d e f g h and 2 more.'),
        ("", '"" is no token: BERT finds nothing in it to read.'),
        (" \x00\u200d", "is no token: BERT finds nothing in it to read."),
        ("🙂", '"🙂" is not in this vocabulary, in whole or in pieces: BERT reads it as [UNK].'),
        ("beauty\n" * 99, '"beauty\\nbeauty\\nbeauty\\nbeauty\\nbeauty\\n..." is 99 tokens in this vocabulary'),
        ("a" * 101, "is not in this vocabulary, in whole or in pieces"),
        (5053, "Look up a word as a string, such as 'beauty'; got 5053. The row of an id is in .vectors."),
        (None, "Look up a word as a string, such as 'beauty'; got None."),
    ],
)
def test_word_that_is_not_one_token_is_refused(bert: TokenEmbeddings, word: Any, message: str) -> None:
    with pytest.raises(NotOneTokenError) as error:
        bert.token_id(word)
    assert message in str(error.value)
    assert isinstance(error.value, ValueError)
    with pytest.raises(LookupError) as error_of_brackets:
        bert[word]
    assert str(error_of_brackets.value) == str(error.value)
    assert word not in bert


def test_vocabulary_without_unknown_token() -> None:
    toy = TokenEmbeddings(["cat", "dog", "##s", "do", "##gs"], np.eye(5, dtype=np.float32))
    assert toy.tokenize("Dogs cat cats") == ["dog", "##s", "cat", "cat", "##s"]
    assert toy.token_id("cat") == 0
    with pytest.raises(NotOneTokenError, match="is not in this vocabulary"):
        toy.token_id("horse")


@pytest.mark.parametrize("vectors", [np.ones((2, 3), dtype=np.float32), np.ones(3, dtype=np.float32)])
def test_numbers_of_tokens_and_rows_must_agree(vectors: Any) -> None:
    with pytest.raises(ValueError, match="3 tokens don't fit vectors of shape"):
        TokenEmbeddings(["a", "b", "c"], vectors)


def test_norms_and_ids_of_other_tokens_are_cached_and_read_only() -> None:
    toy = TokenEmbeddings(["a", "##b", "c", "7"], np.asfortranarray(np.eye(4, dtype=np.float32) * 3))
    assert toy.norms.tolist() == [3.0] * 4
    assert toy.norms is toy.norms
    assert toy.not_words.tolist() == [1, 3]
    assert toy.vectors.flags.c_contiguous
    for array in (toy.norms, toy.not_words, toy.vectors):  # a change to the vectors would make the norms wrong
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


@pytest.fixture(scope="module")
def bert_tokenizer(bert: TokenEmbeddings) -> Any:
    from transformers import BertTokenizer

    assert bert.folder is not None
    return BertTokenizer.from_pretrained(bert.folder)


TEXTS = st.one_of(
    st.text(max_size=20),
    st.text(st.sampled_from("éÅßİıſﬁ ñœ\u0301\u0344Σςàü"), max_size=12),
    st.text(st.sampled_from("美日本語ㄱ한글ひらがなカタ\U00020000豈aé"), max_size=12),
    st.text(st.sampled_from("\x00\t\n\r\x7f\x85\xa0\xad\u200b\u200d\u2028\u3000\ufeff\ufffda"), max_size=12),
    st.text(st.sampled_from("🙂👩🏽\u200d🚀🇫🇷❤\ufe0fab "), max_size=12),
    st.text(st.sampled_from("abc"), min_size=95, max_size=105),
)
SPECIALS = st.sampled_from(
    ["[MASK]", "[CLS]", "[SEP]", "[PAD]", "[UNK]", "[mask]", "##ing", "[unused7]", "handbag", " "]
)


@settings(max_examples=500)
@given(st.lists(st.one_of(TEXTS, SPECIALS), max_size=5).map("".join))
def test_tokens_agree_with_bert_tokenizer(bert: TokenEmbeddings, bert_tokenizer: Any, text: str) -> None:
    tokens = bert.tokenize(text)
    assert tokens == bert_tokenizer.tokenize(text)
    assert [bert.token_id(token) for token in tokens] == bert_tokenizer.encode(text, add_special_tokens=False)


@pytest.mark.parametrize("text", ["\ud800", 7], ids=["lone surrogate", "number"])
def test_text_that_cannot_be_encoded_is_refused(bert: TokenEmbeddings, text: Any) -> None:
    with pytest.raises(NotOneTokenError, match="can't be read as text"):
        bert.tokenize(text)
