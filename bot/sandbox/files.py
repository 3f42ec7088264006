"""Files that were sent, by the bot or to it (Bot API, "Sending files", getFile)."""

import struct
from dataclasses import dataclass
from itertools import count

from bot.sandbox.errors import bad_request

MAX_DOWNLOAD = 20 * 1024 * 1024
"""Bytes a bot can fetch (Bot API, getFile)."""

MAX_PHOTO = 10 * 1024 * 1024
"""Bytes of a photo (Bot API, sendPhoto)."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file. `path` is what getFile gives out."""

    id: str
    unique_id: str
    name: str
    mime_type: str
    data: bytes
    path: str


class FileStore:
    """All files by id and by path."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}
        self._numbers = count(1)

    def add(self, name: str, mime_type: str, data: bytes, folder: str = "documents") -> StoredFile:
        """Keep a file; its ids are new every time, as Telegram's are."""
        number = next(self._numbers)
        suffix = name[name.rindex(".") :] if "." in name else ""
        path = f"{folder}/file_{number}{suffix}"
        file = StoredFile(f"sandbox-file-{number}", f"sandbox-{number}", name, mime_type, data, path)
        self._by_id[file.id] = self._by_path[path] = file
        return file

    def get(self, file_id: str) -> StoredFile:
        """By file_id. ApiError 400 for an unknown one."""
        try:
            return self._by_id[file_id]
        except KeyError:
            raise bad_request("wrong file identifier/HTTP URL specified") from None

    def at(self, path: str) -> StoredFile | None:
        """By the path getFile gave."""
        return self._by_path.get(path)


def picture_size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels of a PNG or JPEG. ApiError 400 for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if data.startswith(b"\xff\xd8"):
        return _jpeg_size(data)
    raise bad_request("IMAGE_PROCESS_FAILED")


def _jpeg_size(data: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):  # a start-of-frame segment
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + int(struct.unpack(">H", data[at + 2 : at + 4])[0])
    raise bad_request("IMAGE_PROCESS_FAILED")
