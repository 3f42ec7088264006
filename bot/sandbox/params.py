"""A method's parameters, however they came: query string, form, multipart or a JSON body (Bot API, "Making requests")."""

import json
import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from bot.sandbox.errors import ApiError, bad_request

_ESCAPED = re.compile(rb"(?:%[0-9A-Fa-f]{2})+")

MAX_UPLOAD = 50 * 1024 * 1024
"""Bytes of one request: bots send files of up to 50 MB (Bot API, sendDocument)."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with the request."""

    name: str
    mime_type: str
    data: bytes


class Params:
    """Named values. Lists and objects may be JSON text (form) or real (JSON body): both read the same."""

    def __init__(self, values: dict[str, Any], uploads: dict[str, Upload] | None = None) -> None:
        self.values = values
        self.uploads = uploads or {}

    def __contains__(self, name: str) -> bool:
        return self.values.get(name) is not None or name in self.uploads

    def text(self, name: str, default: str = "") -> str:
        """A string; numbers and booleans of a JSON body are written out."""
        value = self.values.get(name)
        if value is None:
            return default
        return value if isinstance(value, str) else json.dumps(value)

    def integer(self, name: str, default: int = 0) -> int:
        """A whole number; anything else counts as absent, as in Telegram's server."""
        value = self.values.get(name)
        if isinstance(value, int):
            return int(value)
        try:
            return int(value.strip()) if isinstance(value, str) else default
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        """True for true, yes, 1 and other non-zero numbers."""
        value = self.values.get(name)
        if isinstance(value, str):
            return value.strip().lower() in ("true", "yes", "1") or self.integer(name) != 0
        return bool(value)

    def json(self, name: str) -> Any:
        """A structured value; None when absent. ApiError 400 when it is not JSON."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name}: not a JSON value") from None

    def object(self, name: str) -> dict[str, Any]:
        """A structured value that is an object; empty when absent. ApiError 400 for anything else."""
        value = self.json(name)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise bad_request(f"can't parse {name}: expected an Object")
        return value

    def upload(self, name: str) -> Upload | None:
        """The file of a parameter: its own part, or the one it names by `attach://`."""
        if name in self.uploads:
            return self.uploads[name]
        reference = self.text(name)
        if not reference.startswith("attach://"):
            return None
        return self.uploads.get(reference.removeprefix("attach://"))


async def read_params(request: Request) -> Params:
    """Everything the request carries; body values win over the query string."""
    query = request.scope["query_string"]
    values: dict[str, Any] = dict(_pairs(query)) if query else {}
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return await _multipart(request, values)
    body = await _body(request)
    if not body:
        return Params(values)
    if kind == "application/json":
        return Params(values | _json_object(body))
    if kind == "application/x-www-form-urlencoded":
        values.update(_pairs(body))
    return Params(values)


def _pairs(encoded: bytes) -> list[tuple[str, str]]:
    """Names and values of a form. urllib's parser takes milliseconds for a page of Hanzi; this one does not."""
    pairs = []
    for field in encoded.split(b"&"):
        name, _, value = field.partition(b"=")
        if name:
            pairs.append((_unquote(name), _unquote(value)))
    return pairs


def _unquote(quoted: bytes) -> str:
    raw = _ESCAPED.sub(_bytes_of, quoted.replace(b"+", b" "))
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise bad_request("strings must be encoded in UTF-8") from None


def _bytes_of(run: re.Match[bytes]) -> bytes:
    return bytes.fromhex(run[0].replace(b"%", b"").decode())


async def _body(request: Request) -> bytes:
    return b"".join([chunk async for chunk in _limited(request)])


async def _limited(request: Request) -> AsyncGenerator[bytes, None]:
    """The body's chunks. ApiError 413 when there are too many: known by counting, as some clients tell no length."""
    length = 0
    async for chunk in request.stream():  # read to the end even when too long: only then the client listens
        length += len(chunk)
        if length <= MAX_UPLOAD:
            yield chunk
    if length > MAX_UPLOAD:
        raise ApiError(413, "Request Entity Too Large")


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except ValueError:
        raise bad_request("can't parse request body as a JSON object") from None
    if not isinstance(value, dict):
        raise bad_request("can't parse request body as a JSON object")
    return value


async def _multipart(request: Request, values: dict[str, Any]) -> Params:
    try:
        parser = MultiPartParser(request.headers, _limited(request), max_part_size=MAX_UPLOAD)
        form = await parser.parse()
    except (MultiPartException, KeyError) as error:  # KeyError: no boundary
        raise bad_request(f"can't parse multipart form: {error}") from None
    uploads: dict[str, Upload] = {}
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            uploads[name] = await _upload(value)
        else:
            values[name] = value
    await form.close()
    return Params(values, uploads)


async def _upload(part: UploadFile) -> Upload:
    data = await part.read()
    if len(data) > MAX_UPLOAD:
        raise ApiError(413, "Request Entity Too Large")
    return Upload(part.filename or "file", part.content_type or "application/octet-stream", data)
