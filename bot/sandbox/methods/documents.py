"""Files: sending them, and fetching what people sent."""

from bot.sandbox.content import caption
from bot.sandbox.errors import bad_request
from bot.sandbox.files import MAX_DOWNLOAD, MAX_PHOTO, StoredFile, picture_size
from bot.sandbox.methods.kinds import MethodTable
from bot.sandbox.methods.messages import deliver
from bot.sandbox.models import Wire
from bot.sandbox.params import Params
from bot.sandbox.world import World


def send_document(world: World, params: Params) -> Wire:
    """Any file, by upload or file_id."""
    chat = world.open_chat(params.text("chat_id"), "documents")
    file = _file(world, params, "document", "documents")
    return deliver(world, params, chat, {"document": document_wire(file)} | caption(world, params))


def send_photo(world: World, params: Params) -> Wire:
    """A PNG or JPEG of at most 10 MB, width and height together at most 10000 (Bot API, sendPhoto)."""
    chat = world.open_chat(params.text("chat_id"), "photos")
    file = _file(world, params, "photo", "photos")
    if len(file.data) > MAX_PHOTO:
        raise bad_request("file is too big")
    return deliver(world, params, chat, {"photo": photo_wire(file)} | caption(world, params))


def get_file(world: World, params: Params) -> Wire:
    """Where to download a file, if it is not over 20 MB."""
    file = world.files.get(params.text("file_id"))
    if len(file.data) > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return file_wire(file) | {"file_path": file.path}


def _file(world: World, params: Params, field: str, folder: str) -> StoredFile:
    upload = params.upload(field)
    if upload is not None:
        if not upload.data:
            raise bad_request("file must be non-empty")
        return world.files.add(upload.name, upload.mime_type, upload.data, folder)
    if not params.text(field):
        raise bad_request(f"there is no {field} in the request")
    return world.files.get(params.text(field))


def file_wire(file: StoredFile) -> Wire:
    """As a Bot API `File` without its path."""
    return {"file_id": file.id, "file_unique_id": file.unique_id, "file_size": len(file.data)}


def document_wire(file: StoredFile) -> Wire:
    """As a Bot API `Document`."""
    return file_wire(file) | {"file_name": file.name, "mime_type": file.mime_type}


def photo_wire(file: StoredFile) -> list[Wire]:
    """As the sizes of a photo: only the full one. ApiError 400 when it is no picture."""
    width, height = picture_size(file.data)
    if not (width and height) or width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return [file_wire(file) | {"width": width, "height": height}]


METHODS: MethodTable = {"sendDocument": send_document, "sendPhoto": send_photo, "getFile": get_file}
