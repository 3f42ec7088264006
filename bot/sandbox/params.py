"""A method's parameters, however they came: query string, form, multipart or a JSON body (Bot API, "Making requests")."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request

from bot.sandbox.errors import ApiError, bad_request

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
    try:
        return parse_qsl(encoded.decode("utf-8"), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        raise bad_request("strings must be encoded in UTF-8") from None


async def _body(request: Request) -> bytes:
    length = request.headers.get("content-length", "0")
    if length.isdecimal() and int(length) > MAX_UPLOAD:
        raise ApiError(413, "Request Entity Too Large")
    return await request.body()


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except ValueError:
        raise bad_request("can't parse request body as a JSON object") from None
    if not isinstance(value, dict):
        raise bad_request("can't parse request body as a JSON object")
    return value


async def _multipart(request: Request, values: dict[str, Any]) -> Params:
    if int(request.headers.get("content-length", "0")) > MAX_UPLOAD + 64 * 1024:
        raise ApiError(413, "Request Entity Too Large")
    uploads: dict[str, Upload] = {}
    try:
        async with request.form(max_part_size=MAX_UPLOAD) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    uploads[name] = await _upload(value)
                else:
                    values[name] = value
    except MultiPartException as error:
        raise bad_request(f"can't parse multipart form: {error.message}") from None
    return Params(values, uploads)


async def _upload(part: UploadFile) -> Upload:
    data = await part.read()
    if len(data) > MAX_UPLOAD:
        raise ApiError(413, "Request Entity Too Large")
    return Upload(part.filename or "file", part.content_type or "application/octet-stream", data)
