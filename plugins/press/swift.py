"""Jinja, asked less: what a macro is and whether a text needs escaping is looked up once, not at every use.

A motion's page calls sixty macros and writes two hundred values. Jinja's own way to each is general; here a macro
is called as the function that it is, and a plain text is escaped without being wrapped. The bytes are the same.
Some of what is used is private, so `templates.py` takes this module with exactly this version of Jinja.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import jinja2
import markupsafe
from jinja2.compiler import CodeGenerator
from jinja2.runtime import Context, Macro, missing
from markupsafe import Markup

VERSION = "3.1.6"
as_markup = partial(str.__new__, Markup)  # what Markup(text) comes to, without asking what a text is
plain = getattr(markupsafe, "_escape_inner", markupsafe.escape)  # on a str: the escaped str


def escaped(value: Any) -> str:
    """`markupsafe.escape`, for the three kinds that nearly all values are."""
    kind = type(value)
    if kind is str:
        return plain(value)
    return value if kind is Markup else str(value) if kind is int else markupsafe.escape(value)


class SwiftContext(Context):
    """Calls a macro of plain positional parameters directly; everything else as Jinja does."""

    def call(self, called: Any, *given: Any, **named: Any) -> Any:
        if type(called) is Macro and not (called.caller or called.catch_kwargs or called.catch_varargs):
            named.pop("_loop_vars", None)
            named.pop("_block_vars", None)
            left_out = called._argument_count - len(given)
            if not named and left_out >= 0:
                return as_markup(called._func(*given, *(missing,) * left_out))
        return super().call(called, *given, **named)


class SwiftCode(CodeGenerator):
    """Compiles `{{ value }}` to `escaped`, which the environment carries, and `a.b` to `getattr`."""

    def visit_Getattr(self, node: Any, frame: Any) -> None:
        """`a.b`: nearly always an attribute; what has none of that name is asked as Jinja asks."""
        self.write("(_value if (_value := getattr((_object := ")
        self.visit(node.node, frame)
        self.write(f"), {node.attr!r}, missing)) is not missing else environment.getattr(_object, {node.attr!r}))")

    def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")


def hasten(env: jinja2.Environment) -> None:
    """Let the environment use both; all its templates escape (autoescape is on and never switched off)."""
    env.context_class = SwiftContext
    env.code_generator_class = SwiftCode
    env.escaped = escaped
