"""What the documents say holds in the code, and the repository holds what it promises."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import re
import shlex
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from consilience.cli import parser

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
# In pieces, so that this file does not hold what it looks for.
HOSTS = "|".join((r"py[p]i\.org", r"pythonhoste[d]", r"npmj[s]\.(?:org|com)", r"deb\.debia[n]", r"crates\.i[o]"))
MACHINE_PATHS = r"(?:^|[^A-Za-z])/(?:wor[k]|far[m]|roo[t]|hom[e])/\w"
LONGEST_MODULE = 420


def tracked() -> list[Path]:
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def code(document: str, language: str) -> list[str]:
    """The fenced blocks of a language."""
    return [block for name, block in FENCE.findall(document) if name == language]


def commands(document: str) -> Iterator[list[str]]:
    """The arguments of every `consilience …` that a document shows in full (no … for something left out)."""
    lines = "\n".join(code(document, "sh")).replace("\\\n", " ").splitlines()
    for shown in (*lines, *INLINE.findall(FENCE.sub("", document))):
        words = shlex.shlex(shown, posix=True, punctuation_chars="|>;&")
        words.whitespace_split = True
        call: list[str] | None = None
        for word in (*words, ";"):
            if set(word) <= set("|>;&"):
                if call and not any("…" in w for w in call):
                    yield call
                call = None
            elif call is not None:
                call.append(word)
            elif word == "consilience":
                call = []


def accepted(arguments: list[str]) -> bool:
    """Whether the command line takes these arguments; the bare name of a command is the name of one."""
    if all(re.fullmatch("[a-z]+", word) for word in arguments):
        arguments = [*arguments, "--help"]
    try:
        parser().parse_args(arguments)
    except SystemExit as end:
        return end.code == 0
    return True


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: p.name)
def test_every_command_that_a_document_shows_is_one(document: Path) -> None:
    assert [c for c in commands(text_of(document)) if not accepted(c)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: p.name)
def test_every_name_that_a_document_imports_is_there(document: Path) -> None:
    for block in code(text_of(document), "python"):
        for node in ast.walk(ast.parse(block)):
            if isinstance(node, ast.ImportFrom) and node.module:
                module = importlib.import_module(node.module)
                assert [n.name for n in node.names if not hasattr(module, n.name)] == []


@pytest.mark.parametrize(
    "script", sorted([*ROOT.glob("scripts/*.py"), *ROOT.glob("benchmarks/*.py")]), ids=lambda p: p.name
)
def test_every_name_that_a_script_imports_from_the_program_is_there(script: Path) -> None:
    for node in ast.walk(ast.parse(text_of(script))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "consilience":
            module = importlib.import_module(str(node.module))
            found = [n.name for n in node.names if hasattr(module, n.name) or is_module(f"{node.module}.{n.name}")]
            assert [n.name for n in node.names if n.name not in found] == []


def is_module(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def test_commands_are_found_where_a_document_shows_them() -> None:
    document = (
        "Say `consilience group x/`, not `consilience group …`.\n```sh\ncat a | consilience brief - > b  # now\n```"
    )
    assert list(commands(document)) == [["brief", "-"], ["group", "x/"]]
    assert accepted(["brief"]) and not accepted(["breif"]) and not accepted(["brief", "--format", "html"])


def test_the_readme_shows_every_command() -> None:
    shown = {c[0] for c in commands(text_of(ROOT / "README.md")) if c}
    assert {"brief", "annotate", "group", "schema", "evaluate"} <= shown


def test_the_examples_in_the_help_are_commands_and_name_what_exists() -> None:
    for help_text in help_texts():
        for call in commands("```sh\n" + help_text.partition("example")[2] + "\n```"):
            assert accepted(call), call
            assert all((ROOT / word).exists() for word in call if word.startswith("examples/")), call


def help_texts() -> Iterator[str]:
    top = parser()
    yield top.format_help()
    for action in top._subparsers._group_actions if top._subparsers else ():
        for command in (action.choices or {}).values():
            yield command.format_help()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: p.name)
def test_every_file_that_a_document_links_to_is_there(document: Path) -> None:
    links = [x for x in LINK.findall(text_of(document)) if not re.match(r"[a-z]+:", x)]
    assert [x for x in links if not (document.parent / x).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: p.name)
def test_every_example_and_make_target_that_a_document_names_is_there(document: Path) -> None:
    text = text_of(document)
    assert [x for x in re.findall(r"\bexamples/[\w/.-]*\w", text) if not (ROOT / x).exists()] == []
    targets = set(re.findall(r"^([a-z]+):", text_of(ROOT / "Makefile"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)`|^make ([a-z]+)$", text, re.MULTILINE)) <= {
        pair for t in targets for pair in ((t, ""), ("", t))
    }


def test_no_module_holds_two_ideas() -> None:
    sources = [p for p in tracked() if p.suffix == ".py" and p.is_relative_to(ROOT / "src")]
    assert sources
    assert {p.name: n for p in sources if (n := len(text_of(p).splitlines())) > LONGEST_MODULE} == {}


@pytest.mark.parametrize("pattern", [HOSTS, MACHINE_PATHS], ids=["package registries", "machine paths"])
def test_no_file_names_a(pattern: str) -> None:
    found = re.compile(pattern, re.MULTILINE)
    assert [(p.name, m[0]) for p in tracked() if p.suffix != ".svg" for m in found.finditer(text_of(p))] == []


def locked(name: str) -> dict[str, list[str]]:
    """The versions that a lock holds of each package."""
    versions: dict[str, list[str]] = {}
    for package, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", text_of(ROOT / name), re.MULTILINE):
        versions.setdefault(canonicalize_name(package), []).append(version)
    return versions


@pytest.mark.parametrize(
    ("lock", "groups"), [("requirements.lock", ["build"]), ("requirements-dev.lock", ["build", "dev"])]
)
def test_the_lock_holds_every_dependency_in_a_version_that_is_asked_for(lock: str, groups: list[str]) -> None:
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))
    asked = [*project["project"]["dependencies"]]
    for group in groups:
        asked += [x for x in project["dependency-groups"][group] if isinstance(x, str)]
    held = locked(lock)
    for requirement in map(Requirement, asked):
        versions = held.get(canonicalize_name(requirement.name), [])
        assert versions and all(requirement.specifier.contains(v) for v in versions), requirement


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock", "requirements-model.lock"])
def test_every_locked_package_has_a_hash(lock: str) -> None:
    for entry in re.split(r"\n(?=\S)", text_of(ROOT / lock).strip()):
        assert "--hash=sha256:" in entry, entry


def test_the_locks_for_use_and_for_tests_agree() -> None:
    use, dev = locked("requirements.lock"), locked("requirements-dev.lock")
    assert {name: dev.get(name) for name in use} == use


def test_no_two_test_files_have_one_name() -> None:
    names = [
        path.name for path in tracked() if "tests" in path.parts and path.name not in ("conftest.py", "__init__.py")
    ]
    assert sorted({name for name in names if names.count(name) > 1}) == []
