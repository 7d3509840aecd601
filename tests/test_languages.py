"""Nothing but records/quoting.py writes what somebody wrote into another language, and nothing writes to the screen past its door.

Every text with holes whose own part looks like such a language is looked at: what is put into its holes went through a
quoting function, is a constant of ours, or stands in a table here with its reason.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.records import quoting

from .conftest import ROOT

PLUGINS = ROOT / "plugins"
MODULES = {
    module.relative_to(PLUGINS).as_posix(): ast.parse(module.read_text("utf-8"))
    for module in sorted(PLUGINS.rglob("*.py"))
    if module.name != "quoting.py"
}
QUOTING = {
    name
    for name, value in vars(quoting).items()
    if callable(value) and getattr(value, "__module__", "") == quoting.__name__
}
SAFE = {
    *QUOTING,
    "quote",
    "escape",
    "int",
    "len",
    "build_policy",
}  # percent-encoding (urllib) and Jinja's own escape, numbers, our own policy

# What a text in another language looks like: HTML and XML, nginx, Caddy, sh, systemd, logrotate, authorized_keys, workflow commands, calendars, terminals.
LANGUAGE = re.compile(
    r"<[a-zA-Z/!?]|\blocation |\breturn 30\d|server_name|\blisten |\bredir |\bmap [${]|handle_path|\bimport /|\balias /|\broot /|\binclude |add_header|#!/|\bexec |\$\(|\$\{"
    r"|Exec\w+=|User=|PathChanged=|command=|postrotate|::(?:error|warning)|(?:BEGIN|SUMMARY|ATTENDEE)[:;]|\x1b|\r"
)
GROUP = re.compile(r"\(\?P?<[=!\w]*>?|\(\?P=\w+\)")  # of a regular expression

# (module, what is put into a hole) → why nothing of it is anybody's text.
MADE: dict[str, dict[str, str]] = {
    "cli/around.py": {"what": "our own word", "done": "a number", "of": "a number"},
    "documents/office.py": {
        "nsdecls('w')": "of python-docx",
        "form": "one of FORMATS",
        "text": "a sign and one of FORMATS",
    },
    "invitations/letter.py": {
        "rows": "made here of quoted cells",
        "body": "made here of quoted paragraphs",
        "linked(value, label)": "quotes its pieces",
        "'<br>'.join(map(linked, block.split(chr(10))))": "quotes its pieces",
    },
    "motions/shown.py": {"tag": "one of two of ours"},
    "newsletter/letter.py": {
        "body": "made here of quoted pieces, and of HTML that nh3 cleaned",
        "linked(sender.mail)": "quotes its pieces",
        "linked(value)": "quotes its pieces",
        "'<br>'.join(map(markup, sender.address))": "quoted piece by piece",
    },
    "pictures/inline.py": {
        "address": "found in HTML that the dialect wrote",
        "attributes": "found in HTML that the dialect wrote",
        "room(file)": "two numbers",
        "ending": "one of three of ours",
        "sources": "made here",
        "sets[ending]": "names that hold a digest",
        "sets['jpg']": "names that hold a digest",
        "file.variant(file.widths[-1], 'jpg')": "a name that holds a digest",
    },
    "press/hyphens.py": {"soft": "quoted before, with our own elements"},
    "publishing/configured.py": {"temporary": "made here, with its paths quoted", "site": "made of the two"},
    "publishing/forms.py": {"' '.join(STARTS)": "ours"},
    "publishing/local.py": {"command()": "words that are quoted there"},
    "publishing/setup.py": {"step": "one of two of ours", "entry['schluessel']": "let in by KEY: kind and base64"},
    "publishing/webserver.py": {
        "types": "made of TYPES",
        "feed_types": "made of TYPES",
        "readable": "made of TYPES",
        "static": "ours",
        "headers": "made of HEADERS",
        "header": "of HEADERS",
        "value": "of HEADERS",
    },
    "records/problems.py": {"ord(c)": "a number"},
    "site/files.py": {"ord(sign)": "a number"},
}


def quoted_names(function: ast.AST) -> set[str]:
    """Names that hold what a quoting function gave: `a, b = plain(x), int(y)`."""
    found = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            names = node.targets[0].elts if isinstance(node.targets[0], ast.Tuple) else [node.targets[0]]
            values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
            if len(names) == len(values):
                found |= {
                    name.id
                    for name, value in zip(names, values, strict=True)
                    if isinstance(name, ast.Name) and fine(value, set())
                }
    return found


def fine(value: ast.expr, known: set[str]) -> bool:
    match value:
        case ast.Constant():
            return True
        case ast.Name(id=name):
            return name in known or name.isupper()
        case ast.Call(func=ast.Name(id=name)):
            return name in SAFE
        case ast.IfExp():
            return fine(value.body, known) and fine(value.orelse, known)
        case ast.JoinedStr():
            return all(fine(part.value, known) for part in value.values if isinstance(part, ast.FormattedValue))
    return False


def holes(tree: ast.AST) -> Iterator[tuple[int, ast.expr]]:
    """Line, and what is put into each hole of a text in another language without being quoted, however the text is put together."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for node in ast.walk(tree):
        if found := put_in(node):
            known = {
                name
                for function in functions
                if function.lineno <= node.lineno <= function.end_lineno
                for name in quoted_names(function)
            }
            yield from ((node.lineno, value) for value in found if not fine(value, known))


def put_in(node: ast.AST) -> list[ast.expr]:
    match node:
        case ast.JoinedStr(values=parts) if foreign(
            "\0".join(part.value for part in parts if isinstance(part, ast.Constant))
        ):
            return [part.value for part in parts if isinstance(part, ast.FormattedValue)]
        case ast.BinOp(left=ast.Constant(value=str(text)), op=ast.Mod(), right=right) if foreign(text):
            return [right]
        case ast.Call(
            func=ast.Attribute(value=ast.Constant(value=str(text)), attr="format"), args=args, keywords=named
        ) if foreign(text):
            return [*args, *(each.value for each in named)]
        case (
            ast.BinOp(left=ast.Constant(value=str(text)), op=ast.Add(), right=other)
            | ast.BinOp(left=other, op=ast.Add(), right=ast.Constant(value=str(text)))
        ) if foreign(text):
            return [other]
    return []


def foreign(text: str) -> bool:
    return bool(LANGUAGE.search(GROUP.sub("", text)))


@pytest.mark.parametrize("module", MODULES)
def test_what_is_put_into_another_language_is_quoted(module: str):
    made = MADE.get(module, {})

    assert [
        f"{module}:{line}: {ast.unparse(value)}"
        for line, value in holes(MODULES[module])
        if ast.unparse(value) not in made
    ] == []


def test_the_table_names_nothing_that_is_gone():
    there = {(module, ast.unparse(value)) for module in MADE for _, value in holes(MODULES[module])}

    assert {(module, hole) for module, made in MADE.items() for hole in made} == there


@pytest.mark.parametrize(
    "source",
    [
        'f"<p>{text}</p>"',
        '"<p>%s</p>" % text',
        '"<p>{}</p>".format(text)',
        '"<p>" + text',
        'text + "</p>"',
        'f"location = {path} {{"',
        'f"#!/bin/sh\\nexec {path}"',
        'f"return 301 {new};"',
        'f"ExecStart={path}"',
        'f"::error file={path}::x"',
        'f"\\x1b[1m{title}"',
        "f'command=\"{text}\"'",
        'f"SUMMARY:{text}"',
        'f"<p>{markup(a)} {b}</p>"',
        'f"<p>{a if b else markup(c)}</p>"',
    ],
)
def test_another_writer_would_be_seen(source: str):
    assert list(holes(ast.parse(source))) != []


@pytest.mark.parametrize(
    "source",
    [
        'f"<p>{markup(text)}</p>"',
        'f"<p>{NOTE}</p>"',
        "def f(x):\n    a, b = plain(x), 1\n    return f'listen {a}:{b};'",
        're.compile(f"(?P<a>{text})")',
        'f"{a} und {b}"',
    ],
)
def test_a_quoted_text_is_no_slip(source: str):
    assert list(holes(ast.parse(source))) == []


# What quotes, and who may use it besides records/quoting.py. (json.dumps can do nothing wrong; what is shown goes through json_text.)
QUOTERS = {
    "html.escape": set(),
    "xml.sax.saxutils": set(),
    "csv.writer": set(),
    "csv.DictWriter": set(),
    "shlex.quote": set(),
    "shlex.join": {"publishing/carriers.py"},  # for rsync, which splits it again
}


def used(tree: ast.AST) -> set[str]:
    """Dotted names that a module takes from elsewhere, in both spellings."""
    found = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    return found


def test_nobody_else_quotes():
    taken = {module: used(tree) for module, tree in MODULES.items()}

    assert {
        quoter: {
            module
            for module, names in taken.items()
            if any(name == quoter or name.startswith(f"{quoter}.") for name in names)
        }
        for quoter in QUOTERS
    } == QUOTERS


# Who touches a stream itself, not by print() or the streams of `sys` when something is said.
AROUND = {
    "cli/around.py": "a progress that writes over itself",
    "documents/typeset.py": "a pipe to the process that asked",
    "search/papers.py": "a pipe to the process that asked",
    "records/documents.py": "a pipe to the process that asked",
    "records/confined.py": "a pipe to the process that asked",
    "invitations/journal.py": "a file",
}
PAST = re.compile(
    r"sys\.__std\w+__|\bos\.write\b|sys\.std(?:out|err)\.buffer|sys\.stdout\.write|sys\.stderr\.write|/dev/(?:tty|stdout|stderr)|\bown\(sys|logging\.StreamHandler|traceback\.print"
)


def test_nothing_is_said_past_the_door():
    assert {module for module, tree in MODULES.items() if PAST.search(ast.unparse(tree))} == set(AROUND)


def test_no_stream_is_taken_before_the_door_is_hung():
    """`print(file=…)` looks for its stream when it prints; a default value would hold the bare one."""
    for module, tree in MODULES.items():
        for node in ast.walk(tree):
            if isinstance(node, (ast.FunctionDef, ast.Lambda)):
                for default in (*node.args.defaults, *(each for each in node.args.kw_defaults if each)):
                    assert "sys.std" not in ast.unparse(default), f"{module}:{node.lineno}"
    assert Path(PLUGINS / "cli/__init__.py").read_text("utf-8").count("with screens():") == 1
