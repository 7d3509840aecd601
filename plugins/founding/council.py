"""How a council speaks stood in the settings (VERTRETUNG) once; a site of that form is led over: the line goes into content/fraktion.yaml."""

from __future__ import annotations

import ast
from pathlib import Path

from ..publishing.place import write
from ..site.new import scalar

SETTING = "VERTRETUNG"
ABOUT = Path("content") / "fraktion.yaml"


def named_in(settings: str) -> str:
    """The council that settings name; "" for none."""
    for node in ast.parse(settings).body:
        if is_setting(node) and isinstance(node.value, ast.Constant):
            return str(node.value.value)
    return ""


def is_setting(node: ast.stmt) -> bool:
    names = [target.id for target in getattr(node, "targets", ()) if isinstance(target, ast.Name)]
    return isinstance(node, ast.Assign) and names == [SETTING]


def without_setting(settings: str) -> str:
    """Without that statement and the comment above it."""
    lines = settings.split("\n")
    for node in reversed(ast.parse(settings).body):
        if is_setting(node):
            start = node.lineno - 1
            while start and lines[start - 1].startswith("#"):
                start -= 1
            del lines[start : node.end_lineno]
            if lines[start:] and not lines[start].strip():
                del lines[start]
    return "\n".join(lines).rstrip("\n") + "\n"


def lead_over(site: Path, name: str) -> None:
    """A line more in content/fraktion.yaml, below the name of the area; none where there is one already."""
    data = (site / ABOUT).read_bytes().decode("utf-8")
    lines = data.splitlines(keepends=True)
    if any(line.startswith("vertretung") for line in lines):
        return
    end = "\r\n" if "\r\n" in data else "\n"
    line = f"vertretung: {scalar(name)}{end}"
    at = next((number for number, each in enumerate(lines, 1) if each.startswith("kreis:")), len(lines))
    if at and not lines[at - 1].endswith("\n"):
        lines[at - 1] += end
    write(site / ABOUT, "".join([*lines[:at], line, *lines[at:]]))
