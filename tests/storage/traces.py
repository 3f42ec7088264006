"""What the files of a database still show of a chat, byte by byte: in pages, free pages and the log."""

from pathlib import Path


def traces(database: Path, chat_id: int, *words: str) -> list[str]:
    """Each file and each form in which the chat's id, or a word only it used, stands there."""
    found = []
    for path in (database, database.with_name(database.name + "-wal")):
        content = path.read_bytes() if path.exists() else b""
        for name, form in _forms(chat_id, words).items():
            if form in content:
                found.append(f"{name} in {path.name}")
    return found


def _forms(chat_id: int, words: tuple[str, ...]) -> dict[str, bytes]:
    """As SQLite writes them: an id as a column, as a key, and as text; words in UTF-8."""
    size = next(size for size in (1, 2, 3, 4, 6, 8) if -(1 << 8 * size - 1) <= chat_id < 1 << 8 * size - 1)
    return {
        "id as a column": chat_id.to_bytes(size, "big", signed=True),
        "id as a key": _varint(chat_id),
        "id as text": str(chat_id).encode(),
        **{word: word.encode() for word in words},
    }


def _varint(value: int) -> bytes:
    """SQLite's form of a rowid: seven bits a byte, the highest first; of a negative one all nine bytes."""
    if value < 0:
        bits = value + (1 << 64)
        high, last = bits >> 8, bits & 0xFF
        return bytes(0x80 | (high >> shift & 0x7F) for shift in range(49, -1, -7)) + bytes([last])
    groups = []
    while True:
        groups.append(value & 0x7F)
        value >>= 7
        if not value:
            break
    return bytes(0x80 | each for each in reversed(groups[1:])) + bytes([groups[0]])
