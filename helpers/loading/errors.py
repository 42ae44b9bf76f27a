"""The errors of loading a model. Each message says what is wrong and what to do."""

from helpers.tokens import printable


class ModelError(Exception):
    """A model can't be used.

    Jupyter shows the message without a traceback. The error of the library beneath, if there was one, is in
    `__cause__`.
    """

    def __init__(self, message: str) -> None:
        super().__init__("\n".join(map(printable, message.split("\n"))))

    def _render_traceback_(self) -> list[str]:
        """Return the lines that IPython shows instead of a traceback."""
        return [f"{type(self).__name__}: {self}"]


class ModelNotFoundError(ModelError):
    """There is no such model, or a file that it needs is missing."""


class ModelNotFetchedError(ModelError):
    """The hub couldn't be reached, didn't send the files, or they couldn't be written. Trying again may help."""


class ModelDamagedError(ModelError):
    """A file is there but isn't what it should be."""


class ModelNotSupportedError(ModelError):
    """The model is of a kind that this series doesn't read."""
