"""files.*: the two steps of an upload (files_upload_v2 of slack_sdk)."""

import mimetypes
import secrets

from bot.sandbox.arguments import Args
from bot.sandbox.errors import SlackError
from bot.sandbox.messages import bot_message
from bot.sandbox.methods.registry import method
from bot.sandbox.state import State, StoredFile
from bot.sandbox.workspace import Json


def described(state: State, file: StoredFile) -> Json:
    """The file object as Slack returns it."""
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title or file.name,
        "alt_txt": file.alt,
        "mimetype": kind,
        "filetype": file.name.rpartition(".")[2],
        "size": file.length,
        "created": file.created,
        "user": state.workspace.bot_user,
        "mode": "hosted",
        "url_private": f"{state.address}/sandbox/files/{file.id}",
        "permalink": f"{state.address}/sandbox/files/{file.id}",
    }


@method("files.getUploadURLExternal", "files:write")
def get_upload_url(state: State, args: Args) -> Json:
    length = args.number("length", 0)
    if length < 1:
        raise SlackError("invalid_arguments", messages=["[ERROR] length must be more than 0"])
    file = StoredFile(state.next_id("F"), args.required("filename"), length, alt=args.text("alt_txt"))
    file.created = int(state.clock().timestamp())
    with state.condition:
        state.files[file.id] = file
        state.uploads[secret := secrets.token_urlsafe(12)] = file
    return {"upload_url": f"{state.address}/upload/v1/{secret}", "file_id": file.id}


def receive(state: State, secret: str, content: bytes) -> None:
    """The upload itself. Raises: SlackError if nobody asked for it or the length is another."""
    with state.condition:
        file = state.uploads.pop(secret, None)
        if file is None:
            raise SlackError("not_found", status=404)
        if len(content) != file.length:
            raise SlackError("file_upload_size_mismatch", status=400)
        file.content = content


def _uploaded(state: State, entry: Json) -> StoredFile:
    file = state.files.get(str(entry.get("id")))
    if file is None or not file.content:
        raise SlackError("file_not_found")
    file.title = entry.get("title") or file.name
    return file


@method("files.completeUploadExternal", "files:write")
def complete_upload(state: State, args: Args) -> Json:
    entries = args.parsed("files", "invalid_arguments")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        problem = "[ERROR] must provide an array [json-pointer:/files]"
        raise SlackError("invalid_arguments", messages=[problem])
    channels = args.text("channels") or args.text("channel_id")
    rooms = [state.bot_conversation(name) for name in channels.split(",") if name]
    with state.change(kind="file"):
        files = [_uploaded(state, entry) for entry in entries]
        for file in files:
            file.shared = bool(rooms)
        shown = [described(state, file) for file in files]
        for room in rooms:
            message = bot_message(state, {"text": args.text("initial_comment"), "files": shown})
            message |= {"subtype": "file_share", "upload": True}
            if "thread_ts" in args:
                message["thread_ts"] = args.text("thread_ts")
            room.messages.append(message)
    return {"files": shown}


@method("files.info", "files:read")
def info(state: State, args: Args) -> Json:
    file = state.files.get(args.required("file"))
    if file is None:
        raise SlackError("file_not_found")
    return {"file": described(state, file)}
