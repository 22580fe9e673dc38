"""The mail room: what was sent is read on the page, and nothing in it runs or calls home."""

import json
from email.message import EmailMessage
from urllib.request import urlopen


def letter(html: str = "") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Oakum <oakum@harbor.example>"
    message["To"] = "maria@harbor.example"
    message["Subject"] = "Friday checkup"
    message.set_content("3 findings\n")
    if html:
        message.add_alternative(html, subtype="html")
    return message


def test_a_letter_is_listed_with_its_text(sandbox):
    """Sender, receiver, subject, time and both bodies."""
    sandbox.mail.add(letter("<b>3</b> findings"))
    with urlopen(sandbox.page_url + "sandbox/mail?as=U1MARIA") as answer:
        [seen] = json.load(answer)["letters"]
    assert (seen["subject"], seen["to"], seen["html"]) == ("Friday checkup", "maria@harbor.example", True)
    assert seen["text"] == "3 findings\n"


def test_a_letter_without_html_says_so(sandbox):
    """Then the page shows the text."""
    assert sandbox.mail.add(letter()).html == ""


def test_the_html_is_served_where_nothing_runs(sandbox):
    """The body's own policy allows no script and no connection."""
    sandbox.mail.add(letter("<script>alert(1)</script>"))
    with urlopen(sandbox.page_url + "sandbox/mail/1/html") as answer:
        policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'")


def test_pictures_that_come_along_are_shown(sandbox):
    """A cid: reference becomes the picture itself."""
    message = letter('<img src="cid:plot"> <img src="cid:lost">')
    message.get_payload()[1].add_related(b"PNG", "image", "png", cid="<plot>")
    html = sandbox.mail.add(message).html
    assert 'src="data:image/png;base64,UE5H"' in html
    assert 'src="cid:lost"' in html
