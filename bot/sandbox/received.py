"""What the control API gives back, as small typed records for the client."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.sandbox.markup import segments as cut_segments


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it was when it was looked at."""

    wire: Mapping[str, Any]
    """The Bot API object."""
    html: str
    from_bot: bool
    sender: int
    edited: bool
    deleted: bool
    version: int

    @property
    def id(self) -> int:
        return int(self.wire["message_id"])

    @property
    def chat_id(self) -> int:
        return int(self.wire["chat"]["id"])

    @property
    def text(self) -> str:
        """Text, or the caption of a file; without format."""
        return str(self.wire.get("text", self.wire.get("caption", "")))

    @property
    def entities(self) -> Sequence[Mapping[str, Any]]:
        found: Sequence[Mapping[str, Any]] = self.wire.get("entities", self.wire.get("caption_entities", []))
        return found

    @property
    def date(self) -> datetime:
        return datetime.fromtimestamp(self.wire["date"], UTC)

    @property
    def buttons(self) -> list[list[Mapping[str, Any]]]:
        """Rows of inline buttons, or of the reply keyboard."""
        markup = self.wire.get("reply_markup", {})
        rows: list[list[Mapping[str, Any]]] = markup.get("inline_keyboard", markup.get("keyboard", []))
        return rows

    @property
    def labels(self) -> list[str]:
        """What the buttons say, row after row."""
        return [button["text"] for row in self.buttons for button in row]

    @property
    def document(self) -> Mapping[str, Any] | None:
        found: Mapping[str, Any] | None = self.wire.get("document")
        return found

    @property
    def photo(self) -> Mapping[str, Any] | None:
        """The largest size."""
        sizes = self.wire.get("photo")
        return sizes[-1] if sizes else None

    def segments(self) -> list[tuple[str, tuple[Mapping[str, Any], ...]]]:
        """The text cut where its format changes; see markup.segments."""
        return list(cut_segments(self.text, self.entities))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a pressed button answered."""

    text: str
    show_alert: bool
    url: str


def read_message(raw: Mapping[str, Any]) -> Message:
    """A message out of the control API's JSON."""
    return Message(
        wire=raw["message"],
        html=raw["html"],
        from_bot=raw["from_bot"],
        sender=raw["sender"],
        edited=raw["edited"],
        deleted=raw["deleted"],
        version=raw["version"],
    )
