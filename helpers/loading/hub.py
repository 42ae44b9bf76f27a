"""A model's files on the Hugging Face hub and in its cache, through huggingface_hub, which is imported when needed.

Its cache, locks, retries, proxies, access tokens and variables (HF_HOME, HF_ENDPOINT, HF_HUB_OFFLINE, HF_TOKEN and
others) work as they do everywhere.
"""

import re
import sys
from pathlib import Path
from typing import Any

from helpers.loading._messages import pip
from helpers.loading.checksums import check_hub_file
from helpers.loading.errors import ModelDamagedError, ModelError, ModelNotFetchedError
from helpers.loading.hub_errors import explain, seconds_to_wait
from helpers.loading.registry import Model

COMMIT = re.compile("[0-9a-f]{40}")
MAX_WAIT = 60  # seconds to wait in silence when the hub asks to come back later


class HubFiles:
    """The files of a model on the hub. Each is fetched when it is first asked for, and then stays in the cache."""

    description = "the Hugging Face hub and its cache on this computer"

    def __init__(self, model: Model) -> None:
        self.model = model
        self.place = f"{model.repository} on the hub"
        self.revision = model.revision  # after the first file its commit, so that all files belong together
        self.offline_error: ModelError | None = None  # why a file that isn't in the cache couldn't be fetched
        self._hub_answers = False

    def locate(self, file: str) -> Path | None:
        """Return the path of a file in the cache, after fetching it if needed; None if the model doesn't have it.

        With HF_HUB_OFFLINE, a file that isn't in the cache counts as missing, and `offline_error` keeps the reason.

        Raises
        ------
        ModelNotFoundError
            If the hub has no such model or revision.
        ModelNotFetchedError
            If the hub can't be reached or doesn't answer as it should, or the file can't be written.
        """
        try:
            from huggingface_hub import _CACHED_NO_EXIST, constants, hf_hub_download, try_to_load_from_cache
            from huggingface_hub.errors import LocalEntryNotFoundError, RemoteEntryNotFoundError
        except Exception as error:  # it isn't installed, or one of its variables has an invalid value
            raise ModelNotFetchedError(
                f"The files of {self.model.name} can't be fetched: huggingface_hub can't be imported ({error}).\n"
                f"Check the variables whose names begin with HF_, or run {pip()} install huggingface_hub."
            ) from error

        repository = self.model.repository
        found: Any = None
        try:
            found = try_to_load_from_cache(repository, file, revision=self.revision)
            # A commit never changes, so a file that is cached, or known to be missing, needs no request.
            if found is None or not COMMIT.fullmatch(self.revision):
                if not constants.HF_HUB_OFFLINE:
                    self._check_hub_answers(file, is_cached=isinstance(found, str))
                fetched = hf_hub_download(repository, file, revision=self.revision, tqdm_class=_progress_bar(file))
                if fetched != found:
                    self._check_without_links(Path(fetched))
                found = fetched
        except RemoteEntryNotFoundError:
            return None
        except ModelError:
            raise
        except Exception as error:  # one of the many of huggingface_hub and its HTTP library
            if found is _CACHED_NO_EXIST:
                return None
            explained = explain(error, self.model)
            if isinstance(error, LocalEntryNotFoundError) and constants.HF_HUB_OFFLINE:
                self.offline_error = explained
                self.offline_error.__cause__ = error
                return None
            raise explained from error
        if found is _CACHED_NO_EXIST:
            return None
        path = Path(str(found))
        if COMMIT.fullmatch(self.revision) and path.parent.name != self.revision:
            raise ModelDamagedError(
                f"{file} of {self.model.name} comes from another commit than the files before it.\n"
                "The model may have been changed meanwhile: run this again."
            )
        self.revision = path.parent.name
        return path

    def list_names(self) -> list[str]:
        """Return the names of all files of the model; none if the hub can't be asked."""
        from huggingface_hub import list_repo_files

        try:
            return sorted(list_repo_files(self.model.repository, revision=self.revision))
        except Exception:  # the names only make another message better
            return []

    def _check_without_links(self, path: Path) -> None:
        """Check a new file by its ETag if the cache has no symbolic links, whose targets are named by the checksum."""
        from huggingface_hub import get_hf_file_metadata, hf_hub_url

        if not path.is_symlink():
            url = hf_hub_url(self.model.repository, path.name, revision=path.parent.name)
            check_hub_file(path, get_hf_file_metadata(url).etag)

    def _check_hub_answers(self, file: str, *, is_cached: bool) -> None:
        """Ask once, because without an answer hf_hub_download goes on trying for minutes, in silence."""
        from huggingface_hub import get_hf_file_metadata, hf_hub_url
        from huggingface_hub.errors import HfHubHTTPError

        if self._hub_answers or is_cached:
            return
        try:
            get_hf_file_metadata(hf_hub_url(self.model.repository, file, revision=self.revision))
        except HfHubHTTPError as error:  # an answer all the same; hf_hub_download may try again
            if seconds_to_wait(error) > MAX_WAIT:
                raise
        self._hub_answers = True


def _progress_bar(file: str) -> Any:
    """Return the progress bar for a download: text on stderr, in a notebook too, where it would be a widget."""
    from huggingface_hub.utils.tqdm import are_progress_bars_disabled
    from tqdm.std import tqdm

    class Bar(tqdm):  # type: ignore[misc]  # tqdm comes without types
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            kwargs.pop("name", None)  # older releases of huggingface_hub give a name, which tqdm doesn't know
            is_small = (kwargs.get("total") or 0) < 1_000_000
            kwargs |= {"disable": is_small or are_progress_bars_disabled(), "file": sys.stderr, "desc": file}
            super().__init__(*args, **kwargs)

    return Bar
