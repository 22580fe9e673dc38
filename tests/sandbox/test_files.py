"""Uploads in two steps, and pictures in messages."""

from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from slack_sdk.errors import SlackApiError

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(40)


def test_a_plot_is_uploaded_and_shown_in_a_message(client, sandbox):
    """files_upload_v2, then an image block with slack_file; the page serves the bytes."""
    upload = client.files_upload_v2(filename="nulls.png", content=PICTURE, title="Nulls", alt_txt="rising")
    file = upload["file"]
    image = {"type": "image", "slack_file": {"id": file["id"]}, "alt_text": "rising"}
    client.chat_postMessage(channel="#flights", text="plot", blocks=[image])
    with urlopen(file["url_private"]) as answer:
        assert answer.read() == PICTURE
        assert answer.headers["Content-Type"] == "image/png"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert sandbox.messages("#flights")[0]["blocks"][0]["slack_file"] == {"id": file["id"]}


def test_a_file_is_shared_in_a_thread(client, sandbox):
    """With a comment, as a reply."""
    head = client.chat_postMessage(channel="#flights", text="head")["ts"]
    client.files_upload_v2(
        filename="rows.csv", content="a,b", channel="C1FLIGHTS", thread_ts=head, initial_comment="the rows"
    )
    [reply] = sandbox.thread("#flights", head)
    assert (reply["text"], reply["files"][0]["name"]) == ("the rows", "rows.csv")


def test_a_page_that_was_uploaded_is_not_run(client):
    """HTML comes back as a download only."""
    file = client.files_upload_v2(filename="evil.html", content="<script>alert(1)</script>")["file"]
    with urlopen(file["url_private"]) as answer:
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["Content-Disposition"] == "attachment"


def test_a_picture_nobody_uploaded_is_refused(client):
    """An image block cannot name a file that is not there."""
    image = {"type": "image", "slack_file": {"id": "F9"}, "alt_text": "x"}
    with pytest.raises(SlackApiError, match="invalid_blocks"):
        client.chat_postMessage(channel="#flights", text="x", blocks=[image])
    with pytest.raises(SlackApiError, match="file_not_found"):
        client.files_completeUploadExternal(files=[{"id": "F9", "title": "x"}])


def test_an_upload_must_be_as_long_as_announced(client, sandbox):
    """And its address is good once."""
    url = client.files_getUploadURLExternal(filename="x.txt", length=5)["upload_url"]
    for status in (400, 404):
        with pytest.raises(HTTPError) as caught:
            urlopen(Request(url, b"too long"))
        caught.value.close()
        assert caught.value.code == status
