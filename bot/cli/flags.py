"""Help in which a switch is a switch: without the `<bool>` that typer writes beside it."""

from typing import Any

from typer.core import TyperGroup


class Flags(TyperGroup):
    """The command line as a whole."""

    def get_params(self, ctx: Any) -> Any:
        return _bare(super().get_params(ctx))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        found = super().get_command(ctx, cmd_name)
        if found is not None:
            _bare_all(found, ctx)
        return found


def _bare_all(command: Any, parent: Any) -> None:
    """Of a command and what stands below it. Its option for help depends on its own settings, and is kept once made."""
    own = command.context_class(command, parent=parent, info_name=command.name, **command.context_settings)
    _bare(command.get_params(own))
    for each in getattr(command, "commands", {}).values():
        _bare_all(each, own)


def _bare(params: list[Any]) -> list[Any]:
    for each in params:
        if getattr(each, "is_flag", False):
            each.metavar = ""
    return params
