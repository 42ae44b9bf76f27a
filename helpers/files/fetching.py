"""A model's files on the Hugging Face hub and in its cache, by way of huggingface_hub, which is imported when needed.

Its cache, locks, retries, proxies, tokens and its variables (HF_HOME, HF_ENDPOINT, HF_HUB_OFFLINE, HF_TOKEN and others)
work here as they do everywhere.
"""

import re
import sys
from pathlib import Path
from typing import Any

from helpers.errors import ModelDamagedError, ModelError, ModelNotFetchedError
from helpers.files.causes import seconds_to_wait
from helpers.files.checking import check_etag
from helpers.files.fetch_errors import in_a_sentence
from helpers.models import Model

COMMIT = re.compile("[0-9a-f]{40}")
PATIENCE = 60  # seconds that we wait without a word when the hub asks us to come back later


class HubFolder:
    """The files of a model on the hub: each is fetched when it is first asked for, and then stays in the cache."""

    said = "the Hugging Face hub and its cache on this computer"

    def __init__(self, model: Model) -> None:
        self.model = model
        self.revision = model.revision  # after the first file: the commit that this is, so that all belong together
        self.has_answered = False
        self.why_missing: ModelError | None = None

    def locate(self, file: str) -> Path | None:
        """Return the path of a file in the cache, after fetching it where needed; None where the model has none.

        With HF_HUB_OFFLINE, what is not in the cache counts as missing, and `why_missing` keeps the reason.

        Raises
        ------
        ModelNotFoundError
            When the hub has no such model or revision.
        ModelNotFetchedError
            When the hub can't be asked or doesn't answer as it should, or the file can't be written.
        """
        try:
            from huggingface_hub import _CACHED_NO_EXIST, constants, hf_hub_download, try_to_load_from_cache
            from huggingface_hub.errors import LocalEntryNotFoundError, RemoteEntryNotFoundError
        except Exception as error:  # it is missing, or a variable of its own holds nonsense
            raise ModelNotFetchedError(
                f"The files of {self.model.name} can't be fetched: huggingface_hub can't be imported ({error}).\n"
                "Check the variables whose names begin with HF_, or run %pip install huggingface_hub."
            ) from error

        repository = self.model.repository
        cached: Any = None
        try:
            cached = try_to_load_from_cache(repository, file, revision=self.revision)
            # A commit never changes, so what the cache says of it is true without asking the hub.
            if cached is None or not COMMIT.fullmatch(self.revision):
                if not constants.HF_HUB_OFFLINE:
                    self._see_whether_the_hub_answers(file, is_cached=isinstance(cached, str))
                found = hf_hub_download(repository, file, revision=self.revision, tqdm_class=_progress_bar(file))
                if found != cached:
                    self._check_unlinked(Path(found))
                cached = found
        except RemoteEntryNotFoundError:
            return None
        except ModelError:
            raise
        except Exception as error:  # any of the many that the hub's library and its HTTP library may raise
            if cached is _CACHED_NO_EXIST:
                return None
            sentence = in_a_sentence(error, self.model)
            if isinstance(error, LocalEntryNotFoundError) and constants.HF_HUB_OFFLINE:
                self.why_missing = sentence
                self.why_missing.__cause__ = error
                return None
            raise sentence from error
        if cached is _CACHED_NO_EXIST:
            return None
        path = Path(str(cached))
        if COMMIT.fullmatch(self.revision) and path.parent.name != self.revision:
            raise ModelDamagedError(
                f"{file} of {self.model.name} comes from another commit than the files before it.\n"
                "The model may have been changed meanwhile: run this again."
            )
        self.revision = path.parent.name
        return path

    def _check_unlinked(self, path: Path) -> None:
        """Compare a file with the hub's checksum where the cache has no links, whose names would tell it later."""
        from huggingface_hub import get_hf_file_metadata, hf_hub_url

        if not path.is_symlink():
            url = hf_hub_url(self.model.repository, path.name, revision=path.parent.name)
            check_etag(path, get_hf_file_metadata(url).etag or "")

    def names(self) -> list[str]:
        """Return the names of all files of the model; none where the hub can't be asked."""
        from huggingface_hub import list_repo_files

        try:
            return sorted(list_repo_files(self.model.repository, revision=self.revision))
        except Exception:  # the names only make another message better
            return []

    def _see_whether_the_hub_answers(self, file: str, *, is_cached: bool) -> None:
        """Ask once, because where nobody answers hf_hub_download goes on trying for minutes, in silence."""
        from huggingface_hub import get_hf_file_metadata, hf_hub_url
        from huggingface_hub.errors import HfHubHTTPError

        if self.has_answered or is_cached:
            return
        try:
            get_hf_file_metadata(hf_hub_url(self.model.repository, file, revision=self.revision))
        except HfHubHTTPError as error:  # an answer, if not the one we would like; hf_hub_download may try again
            if seconds_to_wait(error) > PATIENCE:
                raise
        self.has_answered = True


def _progress_bar(file: str) -> Any:
    """Return the progress bar for a download: text on stderr, also in a notebook, where it would be a widget."""
    from huggingface_hub.utils.tqdm import are_progress_bars_disabled
    from tqdm.std import tqdm

    class Bar(tqdm):  # type: ignore[misc]  # tqdm comes without types
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            kwargs.pop("name", None)  # older releases of huggingface_hub give a name, which tqdm doesn't know
            is_small = (kwargs.get("total") or 0) < 1_000_000
            kwargs |= {"disable": is_small or are_progress_bars_disabled(), "file": sys.stderr, "desc": file}
            super().__init__(*args, **kwargs)

    return Bar
