"""The faults of a network, one by one, and what a user is told of each."""

import hashlib
from typing import NamedTuple

import numpy as np

from tests.loading import faults
from tests.loading.faults import Fault, cuts, status, without

COMMIT = "c" * 40
NAME = "owner/model"
VECTORS = np.random.default_rng(seed=0).normal(size=(3000, 2000)).astype(np.float32)  # 24 MB, more than two chunks
RIGHT = hashlib.sha256(VECTORS.tobytes()).hexdigest()
SOON = {"HF_HUB_ETAG_TIMEOUT": "1", "HF_HUB_DOWNLOAD_TIMEOUT": "1"}  # seconds until silence counts as such
NETWORK, MISSING, DAMAGED = "ModelNotFetchedError", "ModelNotFoundError", "ModelDamagedError"


class Case(NamedTuple):
    """A fault, and what a user is told: the class of the error and the beginning of its message's first line."""

    fault: Fault | None
    kind: str = ""  # none: it gets there all the same
    said: str = ""
    settings: dict[str, str] = {}  # noqa: RUF012 - nobody changes it
    name: str = NAME


CANT = f"The files of {NAME} can't be fetched: "
CASES = {
    "connection refused": Case(
        None,
        NETWORK,
        CANT + "the connection to HUB was refused, perhaps by a firewall",
        {"HF_ENDPOINT": "http://127.0.0.1:9"},
    ),
    "no such host": Case(
        None, NETWORK, CANT + "this computer can't find HUB", {"HF_ENDPOINT": "http://no.such.invalid"}
    ),
    "offline": Case(None, NETWORK, CANT + "they are not on this computer", {"HF_HUB_OFFLINE": "1"}),
    "404 repository": Case(None, MISSING, "There is no model owner/other on HUB", name="owner/other"),
    "404 revision": Case(None, MISSING, f"{NAME} has no revision 'v9' on HUB", name=f"{NAME}@v9"),
    "404 weights": Case(without("model.safetensors"), MISSING, f"{NAME} has no model.safetensors"),
    "403 gated": Case(
        status(403, X_Error_Code="GatedRepo"), NETWORK, f"{CANT}the owner of {NAME} asks you to accept terms"
    ),
    "429, come back in an hour": Case(status(429, Retry_After="3600"), NETWORK, CANT + "HUB has had too many requests"),
    "login page": Case(faults.login_page, NETWORK, CANT + "something answered in place of HUB"),
    "right length, wrong bytes": Case(faults.changed, DAMAGED, "model.safetensors is not the file that the hub has"),
    "cut once at 50 %": Case(cuts(0.5, times=1)),
    "time-out before": Case(faults.silence, NETWORK, CANT + "HUB did not answer in time", SOON),
    "time-out within": Case(faults.silence_within, NETWORK, CANT + "HUB did not answer in time", SOON),
    "cut once at 0 %": Case(cuts(0, times=1)),
    "cut once at 1 %": Case(cuts(0.01, times=1)),
    "cut once at 99 %": Case(cuts(0.99, times=1)),
    "cut always": Case(cuts(0), NETWORK, CANT + "the connection broke off"),
    "cut always at 99 %": Case(cuts(0.99), NETWORK, CANT + "the connection broke off"),
    "401": Case(status(401), NETWORK, CANT + "HUB does not accept your access token"),
    "403": Case(status(403), NETWORK, CANT + "HUB, or a filter on your network, does not allow it"),
    "404 vocabulary": Case(without("tokenizer"), MISSING, f"{NAME} has no vocabulary"),
    "407": Case(status(407), NETWORK, CANT + "the proxy wants a user name"),
    "429 with Retry-After": Case(status(429, Retry_After="1"), NETWORK, CANT + "HUB has had too many requests"),
    "429 without Retry-After": Case(status(429), NETWORK, CANT + "HUB has had too many requests"),
    "500": Case(status(500), NETWORK, CANT + "HUB has a problem of its own (it answered 500)"),
    "503": Case(status(503), NETWORK, CANT + "HUB has a problem of its own (it answered 503)"),
    "login page for the content": Case(faults.login_page_for_content, NETWORK, CANT + "the connection broke off"),
    "wrong length": Case(faults.short, NETWORK, CANT + "the connection broke off"),
    "wrong bytes in a small file": Case(
        faults.changed_small, DAMAGED, "tokenizer.json is not the file that the hub has"
    ),
    "redirected in circles": Case(faults.circle, NETWORK, CANT + "HUB sent us in circles"),
    "content in circles": Case(faults.circle_for_content, NETWORK, CANT + "HUB sent us in circles"),
    "self-signed certificate": Case(
        None, NETWORK, CANT + "the certificate of HUB is not one that this computer trusts"
    ),
    "proxy refused": Case(
        None, NETWORK, CANT, {"HF_ENDPOINT": "http://hub.invalid", "HTTP_PROXY": "http://127.0.0.1:9"}
    ),
}
# Those that `make test` plays, too.
QUICK = ("offline", "404 repository", "login page", "right length, wrong bytes", "cut once at 50 %")
