"""Commands that show a result to a person, or take a correction: ``view``, ``annotate``, ``serve``."""

from __future__ import annotations

import os
import shutil
import sys
import webbrowser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import click

from notice_parser.cli.console import DONE, STDIN, State, save, tell, write
from notice_parser.cli.notices import name_of
from notice_parser.cli.options import everywhere, parsing
from notice_parser.emit.html import Lang
from notice_parser.errors import LoadError, NoticeParserError
from notice_parser.options import Options

__all__ = ["annotate", "serve", "view"]

_ARCHIVES = (".jsonl", ".jsonl.gz", ".jsonl.zst", ".duckdb", ".parquet")  # what batch writes, besides folders


@click.command()
@click.argument("file")
@click.option("-o", "--output", metavar="PATH", help="写入网页文件；默认为标准输出。Write the page to a file; default: stdout.")
@click.option(
    "--open",
    "is_opening",
    is_flag=True,
    help="在浏览器中打开；默认文件为 FILE.html。Open it in the browser; the default file is FILE.html.",
)
@click.option("--url", help="公文的网址，记入结果。Where the notice was published; kept in the result.")
@click.option(
    "--pages",
    "has_pictures",
    is_flag=True,
    help="对 PDF：附上各页的版面图，取值加框。Of a PDF: with its pages as printed, a box around each value.",
)
@click.option("--no-pages", is_flag=True, help="对批处理的输出：只写总览，不写各份公文的网页。Of an output of batch: the index alone.")
@parsing
@everywhere
@click.pass_obj
def view(
    state: State,
    /,
    file: str,
    output: str | None,
    is_opening: bool,
    url: str | None,
    has_pictures: bool,
    no_pages: bool,
    **options: Any,
) -> int:
    """把公文和读出的值写成网页，左右对照；可读 batch 的输出。A page with the notice beside what was read; takes outputs of batch too."""
    lang: Lang = "en" if state.lang == "en" else "zh"
    if os.path.isdir(file) or file.endswith(_ARCHIVES):
        return _view_archive(file, output, lang, has_pages=not no_pages, is_opening=is_opening)
    page = _page(file, url, Options(**options), lang, has_pictures=has_pictures)
    if output is None and is_opening:
        output = f"{name_of(file) or 'notice'}.html"
    if output is None:
        write(page)
        return DONE
    save(Path(output), page)
    tell(output)
    if is_opening:
        webbrowser.open(Path(output).resolve().as_uri())
    return DONE


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FOLDER",
    type=click.Path(file_okay=False, path_type=Path),
    help="案例文件夹：写入 FOLDER/<文件名>/notice.* 和 gold.json，可交 score 评分。Folder of cases, as score takes it.",
)
@click.option("--force", is_flag=True, help="覆盖已有的标注。Overwrite gold that is there.")
@click.option(
    "--open", "is_opening", is_flag=True, help="启动服务，在浏览器中改正、保存。Start the service, and correct it in the browser."
)
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="--open 所用的端口。The port for --open.")
@parsing
@everywhere
@click.pass_obj
def annotate(state: State, /, file: Path, output: Path, force: bool, is_opening: bool, port: int, **options: Any) -> int:
    """写出标注初稿，供人改正后评分。A draft of gold from what is read, for a person to correct and score to take."""
    from notice_parser.pipeline import parse
    from notice_parser.score.draft import draft, format_gold

    case = output / file.stem
    gold = case / "gold.json"
    if gold.exists() and not force:
        raise NoticeParserError("gold_exists", where=str(gold))
    how = Options(**options)
    notice = parse(file, options=how)
    save(gold, format_gold(draft(notice)))
    shutil.copyfile(file, case / f"notice{file.suffix or '.txt'}")
    tell(str(gold))
    if is_opening:
        from notice_parser.serve import Settings
        from notice_parser.serve.run import run

        settings = Settings(port=port, options=how, gold=output)
        run(settings, on_ready=lambda address: _told(f"{address}gold/{quote(case.name, safe='')}", state, True))
    return DONE


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="端口。The port.")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="监听的地址，默认只限本机。Address to listen on; default: this machine alone."
)
@click.option(
    "--allow-host", "names", multiple=True, metavar="NAME", help="另许可的主机名。A further host name under which requests may come."
)
@click.option("--max-mb", type=click.IntRange(min=1), default=50, show_default=True, help="文件大小上限。Largest file, in MB.")
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    default=60.0,
    show_default=True,
    help="每份公文的秒数上限。Seconds a notice may take.",
)
@click.option("--workers", type=click.IntRange(min=1), help="进程数，默认为处理器数。Processes; default: as many as processors.")
@click.option(
    "--gold",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="标注案例的文件夹，可在网页中改正、保存。A folder of cases, whose gold can be corrected and saved in the page.",
)
@click.option("--open", "is_opening", is_flag=True, help="在浏览器中打开。Open it in the browser.")
@parsing
@everywhere
@click.pass_obj
def serve(
    state: State,
    /,
    port: int,
    host: str,
    names: tuple[str, ...],
    max_mb: int,
    time_limit: float,
    workers: int | None,
    gold: Path | None,
    is_opening: bool,
    **options: Any,
) -> int:
    """启动本机服务：拖入文件看结果，或供其他程序调用。A service on this machine: drop a file and see it, or call it from programs."""
    from notice_parser.batch.memory import default_workers
    from notice_parser.serve import Settings
    from notice_parser.serve.run import run

    settings = Settings(
        host=host,
        port=port,
        names=names,
        max_bytes=max_mb << 20,
        time_limit=time_limit,
        workers=workers or default_workers(),
        options=Options(**options),
        gold=gold,
    )
    run(settings, on_ready=lambda address: _told(address, state, is_opening))
    return DONE


def _told(address: str, state: State, is_opening: bool) -> None:
    tell(f"{address}  (Ctrl-C: {'stop' if state.lang == 'en' else '停止'})")
    if is_opening:
        webbrowser.open(address)


def _view_archive(archive: str, output: str | None, lang: Lang, *, has_pages: bool, is_opening: bool) -> int:
    from notice_parser.batch.site import write_site

    if output is None:
        raise click.UsageError("-o: 请给出写入网页的文件夹 / give the folder for the pages")
    write_site(archive, Path(output), lang=lang, has_pages=has_pages)
    index = Path(output, "index.html")
    tell(str(index))
    if is_opening:
        webbrowser.open(index.resolve().as_uri())
    return DONE


def _page(file: str, url: str | None, options: Options, lang: Lang, *, has_pictures: bool) -> str:
    """The page of a file: of a notice, or of the JSON that ``parse`` wrote."""
    from notice_parser.emit.html import Picture, to_html
    from notice_parser.load.pictures import page_pictures
    from notice_parser.model import Notice
    from notice_parser.pipeline import parse

    data = sys.stdin.buffer.read() if file == STDIN else _read(file)
    if file.endswith(".json"):
        return Notice.from_json(data).to_html(lang)
    notice = parse(data if file == STDIN else file, name=name_of(file), url=url, options=options)
    if not has_pictures:
        return notice.to_html(lang)
    pages = page_pictures(data, password=options.password)
    pictures = [Picture(width=one.width, height=one.height, media_type="image/webp", data=one.data) for one in pages]
    return to_html(notice, lang=lang, pictures=pictures)


def _read(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except FileNotFoundError as error:
        raise LoadError("not_found", where=file) from error
    except OSError as error:
        raise LoadError("unreadable", where=file, reason=error.strerror or type(error).__name__) from error
