"""The command ``notice-parser``: thin over the library, one module a group of commands.

Data goes to stdout as UTF-8 bytes, whatever the console; everything else to stderr. Exit 0: done; 1: something in the
notices failed; 2: wrong usage, or a fault in a grammar.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from notice_parser.cli import about, archives, notices, rules, views
from notice_parser.cli.console import (
    DONE,
    FAILED,
    MISUSED,
    State,
    complain,
    drop_stdout,
    lang_of_locale,
    unexpected_line,
    write,
)
from notice_parser.cli.options import everywhere
from notice_parser.errors import NoticeParserError

__all__ = ["cli", "main"]

COMMANDS = (
    notices.parse,
    notices.audit,
    notices.tables,
    views.view,
    views.annotate,
    views.serve,
    archives.batch,
    archives.diff,
    rules.check,
    rules.explain,
    rules.score,
    about.doctor,
    about.schema,
)


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option("--version", "is_version", is_flag=True, help="版本。The version.")
@everywhere
@click.pass_context
def cli(context: click.Context, is_version: bool) -> int | None:
    """把中文公文解析为结构化 JSON。Chinese official notices in, structured JSON out."""
    if is_version:
        from notice_parser.version import version

        write(f"notice-parser {version()}\n")
        context.exit(DONE)
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        return MISUSED
    return None


for command in COMMANDS:
    cli.add_command(command)


def main(argv: Sequence[str] | None = None) -> int:
    """The exit code, after the command in ``argv`` (or of the process) has run. Errors take one line on stderr."""
    state = State(lang=lang_of_locale())
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a console of another encoding shows what it cannot show as escapes
            stream.reconfigure(errors="backslashreplace")
    try:
        arguments = None if argv is None else list(argv)
        code = cli.main(args=arguments, prog_name="notice-parser", standalone_mode=False, obj=state)
        sys.stdout.flush()
        return code if isinstance(code, int) else DONE
    except click.UsageError as error:
        return complain(state, _usage_line(error, state.lang), MISUSED)
    except click.ClickException as error:
        return complain(state, error.format_message(), error.exit_code)
    except NoticeParserError as error:
        return complain(state, error.render(state.lang), error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        return complain(state, "interrupted" if state.lang == "en" else "已中断", FAILED)
    except BrokenPipeError:
        return drop_stdout()
    except Exception as error:  # the last resort: no user should see a traceback unasked
        return complain(state, unexpected_line(error, state.lang), FAILED)


def _usage_line(error: click.UsageError, lang: str) -> str:
    said = " ".join(error.format_message().split())
    path = error.ctx.command_path if error.ctx else "notice-parser"
    return f"{said} See: {path} --help" if lang == "en" else f"用法有误：{said} 请看：{path} --help"
