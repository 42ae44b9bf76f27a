"""What can be wrong with a model's files, in words for the person who wanted to use them."""


class ModelError(Exception):
    """A model's files can't be used; the message says why and what to do."""


class ModelNotFoundError(ModelError):
    """The files are not on this computer and can't be fetched."""


class ModelDamagedError(ModelError):
    """A file is there but is not what it should be."""
