"""The families of models: which have a WordPiece vocabulary, and what their embedding matrix is called."""

# How transformers calls the matrix in all models of BERT's family. A checkpoint may put a prefix before it, such as
# "bert." or "distilbert.", when it holds more than the bare model.
MATRIX = "embeddings.word_embeddings.weight"

# By "model_type" in config.json. A model of another type that has a WordPiece vocabulary and such a matrix is read too.
WORDPIECE = {
    "bert": "BERT",
    "distilbert": "DistilBERT",
    "electra": "ELECTRA",
    "mpnet": "MPNet",
    "mobilebert": "MobileBERT",
}

# Families that people have at hand, with vocabularies of another kind (byte-pair encoding or SentencePiece).
OTHERS = {
    "albert": "ALBERT",
    "bart": "BART",
    "bloom": "BLOOM",
    "camembert": "CamemBERT",
    "deberta": "DeBERTa",
    "deberta-v2": "DeBERTa",
    "gemma": "Gemma",
    "gemma2": "Gemma",
    "gpt2": "GPT-2",
    "gpt_neo": "GPT-Neo",
    "gpt_neox": "GPT-NeoX",
    "llama": "Llama",
    "mistral": "Mistral",
    "modernbert": "ModernBERT",
    "opt": "OPT",
    "phi": "Phi",
    "phi3": "Phi",
    "qwen2": "Qwen",
    "qwen3": "Qwen",
    "roberta": "RoBERTa",
    "t5": "T5",
    "xlm-roberta": "XLM-RoBERTa",
    "xlnet": "XLNet",
}
