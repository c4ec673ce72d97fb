"""`carrel config`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Mapping
from textwrap import wrap

from carrel.atomic import write_whole
from carrel.cli.streams import put
from carrel.cli.talk import NOTHING, OK, CommandError, say, say_each, shown, tidy
from carrel.refusals import reason
from carrel.settings import Settings, as_toml, described, load, settings_path


def run(options: Namespace) -> int:
    if options.path + options.example + options.init > 1:
        raise CommandError("--path, --example or --init, one of them")
    if options.path:
        put([f"{shown(str(settings_path()))}\n"])
        return OK
    if options.example:
        put(_example())
        return OK
    if options.init:
        _begin()
        return OK
    settings, problems = checked()
    there = "" if settings_path().exists() else "not there"
    put([f"{tidy(str(settings_path()))}  {there}".rstrip(), "\n\n"])
    put(_table(settings))
    say_each(problems)
    return NOTHING if problems else OK


def checked() -> tuple[Settings, list[str]]:
    """The settings, and all that is wrong with them, the keys and the theme included."""
    from carrel.ui.commands import key_problems
    from carrel.ui.theme_names import problem_of

    settings, problems = load()
    if wrong := problem_of(settings.theme):
        problems.append(f"{settings.where['theme']}: {wrong}")
    return settings, problems + key_problems(settings)


def _table(settings: Settings) -> Iterator[str]:
    """Each setting, its value, and where that comes from."""
    rows = list(_rows(settings))
    names = max(len(name) for name, _, _ in rows)
    values = min(max(len(value) for _, value, _ in rows), 40)
    for name, value, where in rows:
        yield f"{name:{names}}  {value:{values}}  {where}\n"


def _rows(settings: Settings) -> Iterator[tuple[str, str, str]]:
    for name, _, _ in described():
        value = getattr(settings, name)
        if isinstance(value, Mapping) and value:
            for key, part in value.items():
                place = settings.where[f"{name}.{key}"]
                yield shown(f"{name}.{key}"), shown(as_toml(part)), place
        else:
            yield name, shown(as_toml(value)), settings.where.get(name, "default")


def _begin() -> None:
    """Write the example as the person's file; one that is there is left as it is."""
    path = settings_path()
    try:
        if path.exists():
            raise CommandError(f"{tidy(str(path))}: is there already; it stays as it is")
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, _example())
    except OSError as error:
        raise CommandError(f"{tidy(str(path))}: not written: {reason(error)}") from error
    say(f"{tidy(str(path))} written")


def _example() -> Iterator[str]:
    """A file that sets everything as it is by default, with remarks."""
    tables = []
    for name, default, about in described():
        remark = "".join(f"# {line}\n" for line in wrap(about.replace("`", ""), 78))
        if isinstance(default, Mapping):
            tables.append(f"\n{remark}[{name}]\n")
        else:
            yield f"{remark}{name} = {as_toml(default)}\n\n"
    yield from tables
