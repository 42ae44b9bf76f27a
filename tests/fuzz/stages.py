"""How far a model folder got: read off the error that it ended with, without a change in the helpers."""

import json
from collections.abc import Iterator
from types import FrameType

import numpy as np
from safetensors import SafetensorError

from helpers.errors import ModelNotFoundError

FINDING, PARSER, CHECKS, MATRIX, LOADED = STAGES = (
    "stopped when a file was looked for or recognized",
    "stopped by a parser (JSON, UTF-8, safetensors header)",
    "stopped by the checks after the parser",
    "stopped by the matrix and its numbers",
    "loaded and used",
)
UNEXPECTED = "no answer that is allowed"
PAST_THE_PARSER = (CHECKS, MATRIX, LOADED)

_FINDERS = ("helpers.models", "helpers.files.finding", "helpers.files.recognizing")
_PARSERS = (json.JSONDecodeError, UnicodeDecodeError, RecursionError)


def stage_of(error: BaseException) -> str:
    """Return the stage that raised an error."""
    frames = list(_helper_frames(error))
    module = frames[-1].f_globals["__name__"] if frames else ""
    if isinstance(error, ModelNotFoundError) or module in _FINDERS:
        return FINDING
    if _is_from_a_parser(error):
        return PARSER
    # Who holds an array has found, parsed and checked what says where it is.
    read = any(isinstance(value, np.ndarray) for frame in frames for value in frame.f_locals.values())
    return MATRIX if read or module == "helpers.files.opening" else CHECKS


def place_of(error: BaseException) -> str:
    """Return where an error comes from: the innermost helper, its line and its function."""
    frames = list(_helper_frames(error))
    if not frames:
        return "outside the helpers"
    return f"{frames[-1].f_globals['__name__']}, {frames[-1].f_code.co_name}"


def _is_from_a_parser(error: BaseException) -> bool:
    """Return whether an error says that something could not be parsed, the length of a header included."""
    cause = error.__cause__
    if isinstance(cause, SafetensorError):
        return "JSON" in str(cause) or "UTF-8" in str(cause) or "header length" in str(cause)
    said = str(error)
    return isinstance(cause, _PARSERS) or "its header" in said


def _helper_frames(error: BaseException) -> Iterator[FrameType]:
    """Yield the helpers' frames of a traceback, the innermost last."""
    traceback = error.__traceback__
    while traceback is not None:
        if str(traceback.tb_frame.f_globals.get("__name__")).startswith("helpers."):
            yield traceback.tb_frame
        traceback = traceback.tb_next
