"""Tests of helpers/embeddings.py: the real matrix, look-up, tokens as BertTokenizer makes them, every error."""

import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.embeddings import NotOneTokenError, TokenEmbeddings, load_embeddings
from helpers.loading.errors import ModelDamagedError
from helpers.loading.registry import DEFAULT


@pytest.fixture(scope="module")
def toy() -> TokenEmbeddings:
    """Make a vocabulary of five tokens that knows neither [UNK] nor most words."""
    return TokenEmbeddings(["cat", "dog", "##s", "do", "##gs"], np.eye(5, dtype=np.float32), name="toy")


def test_the_default_model_is_mapped_and_not_copied(bert: TokenEmbeddings) -> None:
    """Float32, one row for each token, read-only, over the file itself."""
    assert bert.vectors.shape == (30_522, 384)
    assert bert.vectors.dtype == np.float32
    assert isinstance(bert.vectors.base, np.memmap)
    assert not bert.vectors.flags.writeable
    assert repr(bert) == "<all-MiniLM-L6-v2: 30,522 tokens, 384 numbers each>"


def test_the_norms_are_those_that_were_measured_once(bert: TokenEmbeddings) -> None:
    """Shortest 0.245, longest 1.694, mean 1.066: another matrix would have others."""
    norms = np.linalg.norm(bert.vectors.astype(np.float64), axis=1)
    assert [round(float(value), 3) for value in (norms.min(), norms.max(), norms.mean())] == [0.245, 1.694, 1.066]


def test_looking_up(bert: TokenEmbeddings) -> None:
    """A token, a word that BERT reads as one token, and their row."""
    assert bert.token_id("beauty") == 5053
    assert bert.tokens[5053] == "beauty"
    assert bert.token_id("Beauty") == bert.token_id(" beauty\n") == bert.token_id("béauty") == 5053
    assert bert.token_id("[MASK]") == 103
    assert bert.token_id("##bag") == 16078
    np.testing.assert_array_equal(bert["Beauty"], bert.vectors[5053])
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
def test_what_is_not_one_token_gets_a_sentence(bert: TokenEmbeddings, word: Any, message: str) -> None:
    """By token_id, by [] and by `in`, all three of one mind."""
    with pytest.raises(NotOneTokenError) as caught:
        bert.token_id(word)
    assert message in str(caught.value)
    with pytest.raises(LookupError) as caught_from_brackets:
        bert[word]
    assert str(caught_from_brackets.value) == str(caught.value)
    assert isinstance(caught.value, ValueError)  # so that whoever expects one gets it
    assert word not in bert


def test_in_and_look_up_agree(bert: TokenEmbeddings) -> None:
    """What is in can be looked up."""
    assert all(word in bert for word in ("beauty", "Beauty", "[MASK]", "##bag", "美"))


def test_a_vocabulary_without_the_unknown_token(toy: TokenEmbeddings) -> None:
    """Splitting still works, and what can't be split is unknown."""
    assert toy.tokenize("Dogs cat cats") == ["dog", "##s", "cat", "cat", "##s"]
    assert toy.token_id("cat") == 0
    with pytest.raises(NotOneTokenError, match="is not in this vocabulary"):
        toy.token_id("horse")


@pytest.mark.parametrize("vectors", [np.ones((2, 3), dtype=np.float32), np.ones(3, dtype=np.float32)])
def test_tokens_and_rows_must_be_as_many(vectors: Any) -> None:
    """Otherwise a token would get the row of another."""
    with pytest.raises(ValueError, match="3 tokens don't fit vectors of shape"):
        TokenEmbeddings(["a", "b", "c"], vectors)


@pytest.fixture(scope="module")
def bert_tokenizer(bert: TokenEmbeddings) -> Any:
    """Load BertTokenizer, from the same folder."""
    from transformers import BertTokenizer

    assert bert.folder is not None
    return BertTokenizer.from_pretrained(bert.folder)


HARD = st.one_of(
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
@given(st.lists(st.one_of(HARD, SPECIALS), max_size=5).map("".join))
def test_tokens_are_those_of_bert_tokenizer(bert: TokenEmbeddings, bert_tokenizer: Any, text: str) -> None:
    """Accents, Chinese, emoji, control characters, long words, special tokens in the text."""
    tokens = bert.tokenize(text)
    assert tokens == bert_tokenizer.tokenize(text)
    assert [bert.token_id(token) for token in tokens] == bert_tokenizer.encode(text, add_special_tokens=False)


def test_text_that_is_no_text_is_refused(bert: TokenEmbeddings) -> None:
    """Half a character (a lone surrogate) can't be encoded, and a number is no text."""
    for text in ("\ud800", 7):
        with pytest.raises(NotOneTokenError, match="can't be read as text"):
            bert.tokenize(text)  # type: ignore[arg-type]


def test_a_first_neighbor_needs_neither_torch_nor_transformers_nor_the_hub() -> None:
    """In a fresh process, from the import to the neighbor."""
    code = (
        "import sys\n"
        "from helpers.embeddings import load_embeddings\n"
        "from helpers.synonyms import nearest_tokens\n"
        "print(nearest_tokens(load_embeddings('all-MiniLM-L6-v2'), 'beauty', k=1)[0].token)\n"
        "print([name for name in ('torch', 'transformers', 'huggingface_hub', 'tokenizers') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "beautiful\n[]\n"


def test_weights_with_another_checksum_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pinned checksum is what counts, wherever the file comes from."""
    monkeypatch.setitem(DEFAULT.sha256, "model.safetensors", "0" * 64)
    with pytest.raises(ModelDamagedError, match=r"model\.safetensors is not the file it should be"):
        load_embeddings("all-MiniLM-L6-v2")
