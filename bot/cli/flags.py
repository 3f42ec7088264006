"""Help that reads well: a switch without the `<bool>` that typer writes beside it, paragraphs as wide as the terminal."""

from typing import Any, ClassVar

from typer.core import TyperArgument, TyperCommand, TyperGroup


class Flags(TyperGroup):
    """The command line as a whole."""

    def get_params(self, ctx: Any) -> Any:
        return _bare(super().get_params(ctx))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        found = super().get_command(ctx, cmd_name)
        if found is not None:
            _bare_all(found, ctx)
        return found


class WithMinus(TyperCommand):
    """A command in whose words `-taobao` means: without it. So a hyphen begins no option, but for `-h` alone."""

    SETTINGS: ClassVar[dict[str, Any]] = {"ignore_unknown_options": True, "help_option_names": ["--help"]}

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        end = args.index("--") if "--" in args else len(args)
        asked = ["--help" if each == "-h" else each for each in args[:end]]
        return super().parse_args(ctx, asked + args[end:])


def _bare_all(command: Any, parent: Any) -> None:
    """Of a command and what stands below it. Its option for help depends on its own settings, and is kept once made."""
    own = command.context_class(command, parent=parent, info_name=command.name, **command.context_settings)
    _bare(command.get_params(own))
    command.help = _unbroken(command.help or "")
    for each in getattr(command, "commands", {}).values():
        _bare_all(each, own)


def _bare(params: list[Any]) -> list[Any]:
    for each in params:
        if getattr(each, "is_flag", False):
            each.metavar = ""
        if isinstance(each, TyperArgument) and each.metavar:
            each.display_type_rich = _nothing  # type: ignore[method-assign]  # its name says what it is
    return params


def _nothing(ctx: Any) -> None:
    """What is told of a type."""


def _unbroken(text: str) -> str:
    """Paragraphs without the ends of lines of the code they stand in."""
    return "\n\n".join(" ".join(each.split()) for each in text.split("\n\n"))
