"""The faults of a network, and the error that a user sees for each."""

from typing import NamedTuple

from tests.hub import Fault
from tests.loading import faults
from tests.loading.fetching import NAME

NOT_FOUND, DAMAGED = "ModelNotFoundError", "ModelDamagedError"
SHORT_TIMEOUTS = {"HF_HUB_ETAG_TIMEOUT": "1", "HF_HUB_DOWNLOAD_TIMEOUT": "1"}  # in seconds
PROXY_REFUSED = {"HF_ENDPOINT": "http://hub.invalid", "HTTP_PROXY": "http://127.0.0.1:9"}


class Case(NamedTuple):
    """A fault, the class of the error (empty if the model loads all the same), and how its message begins."""

    fault: Fault | None
    error: str = ""
    message: str = ""
    settings: dict[str, str] = {}  # noqa: RUF012 - never changed
    name: str = NAME


def not_fetched(fault: Fault | None, problem: str, **settings: str) -> Case:
    return Case(fault, "ModelNotFetchedError", f"The files of {NAME} can't be fetched: {problem}", settings)


CASES = {
    "connection refused": not_fetched(
        None, "the connection to HUB was refused, perhaps by a firewall", HF_ENDPOINT="http://127.0.0.1:9"
    ),
    "no such host": not_fetched(None, "this computer can't find HUB", HF_ENDPOINT="http://no.such.invalid"),
    "offline": not_fetched(None, "they are not on this computer", HF_HUB_OFFLINE="1"),
    "404 repository": Case(None, NOT_FOUND, "There is no model owner/other on HUB", name="owner/other"),
    "404 revision": Case(None, NOT_FOUND, f"{NAME} has no revision 'v9' on HUB", name=f"{NAME}@v9"),
    "404 weights": Case(faults.without("model.safetensors"), NOT_FOUND, f"{NAME} has no model.safetensors"),
    "404 vocabulary": Case(faults.without("tokenizer"), NOT_FOUND, f"{NAME} has no vocabulary"),
    "401": not_fetched(faults.status(401), "HUB does not accept your access token"),
    "403": not_fetched(faults.status(403), "HUB, or a filter on your network, does not allow it"),
    "403 gated": not_fetched(
        faults.status(403, X_Error_Code="GatedRepo"), f"the owner of {NAME} asks you to accept terms"
    ),
    "407": not_fetched(faults.status(407), "the proxy wants a user name"),
    "429 without Retry-After": not_fetched(faults.status(429), "HUB has had too many requests"),
    "429, retry after 1 s": not_fetched(faults.status(429, Retry_After="1"), "HUB has had too many requests"),
    "429, retry after an hour": not_fetched(faults.status(429, Retry_After="3600"), "HUB has had too many requests"),
    "500": not_fetched(faults.status(500), "HUB has a problem of its own (it answered 500)"),
    "503": not_fetched(faults.status(503), "HUB has a problem of its own (it answered 503)"),
    "timeout before": not_fetched(faults.silence, "HUB did not answer in time", **SHORT_TIMEOUTS),
    "timeout within": not_fetched(faults.cut(0.5, wait=3), "HUB did not answer in time", **SHORT_TIMEOUTS),
    "cut once at 0 %": Case(faults.cut(0, times=1)),
    "cut once at 1 %": Case(faults.cut(0.01, times=1)),
    "cut once at 50 %": Case(faults.cut(0.5, times=1)),
    "cut once at 99 %": Case(faults.cut(0.99, times=1)),
    "cut always": not_fetched(faults.cut(0), "the connection broke off"),
    "cut always at 99 %": not_fetched(faults.cut(0.99), "the connection broke off"),
    "login page": not_fetched(faults.login_page, "something answered in place of HUB"),
    "login page for the weights": not_fetched(faults.for_weights(faults.login_page), "the connection broke off"),
    "wrong length": not_fetched(faults.short_weights, "the connection broke off"),
    "wrong bytes": Case(faults.changed_weights, DAMAGED, "model.safetensors is not the file that the hub has"),
    "wrong bytes in a small file": Case(
        faults.changed_tokenizer, DAMAGED, "tokenizer.json is not the file that the hub has"
    ),
    "redirect loop": not_fetched(faults.redirect_to_itself, "HUB sent us in circles"),
    "redirect loop for the weights": not_fetched(
        faults.for_weights(faults.redirect_to_itself), "HUB sent us in circles"
    ),
    "self-signed certificate": not_fetched(None, "the certificate of HUB is not one that this computer trusts"),
    "proxy refused": not_fetched(None, "the connection to HUB was refused, perhaps by the proxy", **PROXY_REFUSED),
}
# The cases that `make test` runs, too.
QUICK = ("offline", "404 repository", "login page", "wrong bytes", "cut once at 50 %")
