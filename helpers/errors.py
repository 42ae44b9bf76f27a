"""What can be wrong with a word or a model, in words for the person who wanted to use it."""


class NotOneTokenError(LookupError, ValueError):
    """What was looked up is not one token of the vocabulary; the message says what BERT makes of it."""


class ModelError(Exception):
    """A model can't be used; the message says why, and what to do.

    Jupyter shows the message alone. The error of the library beneath, if there was one, is in `__cause__`.
    """

    def _render_traceback_(self) -> list[str]:
        """Return the lines that IPython shows for this error instead of a traceback."""
        return [f"{type(self).__name__}: {self}"]


class ModelNotFoundError(ModelError):
    """There is no such model, or a file that it needs is missing."""


class ModelNotFetchedError(ModelError):
    """The hub could not be asked, or did not give the files, or the disk did not take them. Trying again may help."""


class ModelDamagedError(ModelError):
    """A file is there but is not what it should be."""


class ModelNotSupportedError(ModelError):
    """The model is sound, as far as we know, but of a kind that this series does not read."""
