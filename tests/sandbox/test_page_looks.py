"""The page in a real browser: what a person sees."""

import re
from base64 import b64decode
from datetime import timedelta
from email.message import EmailMessage

from playwright.sync_api import expect

from bot.sandbox.notes import Notes

PIXEL = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
FEWEST = """() => {
  const box = document.getElementById("messages");
  const count = () => box.querySelectorAll("[data-ts]").length;
  window.fewest = count();
  const watch = new MutationObserver(() => { window.fewest = Math.min(window.fewest, count()); });
  watch.observe(box, { childList: true });
}"""
PHONE = {"width": 390, "height": 780}


def test_mrkdwn_is_drawn_as_slack_draws_it(visit, client):
    """Styles, quotes, code, links, mentions and line breaks."""
    text = (
        "*bold* _it_ ~gone~ `a*b*c` 2*3*4 snake_case_name <https://x.example/p?a=1&amp;b=2|the page>\n"
        "&gt; quoted\n```x &lt; 1```<@U2JON> <!subteam^S1INFRA> <!here> <#C1FLIGHTS> :nonsense:"
    )
    client.chat_postMessage(channel="#flights", text=text)
    said = visit().locator("#messages .text")
    drawn = {"b": "bold", "i": "it", "s": "gone", "code": "a*b*c", "blockquote": "quoted"}
    for tag, words in drawn.items():
        expect(said.locator(tag)).to_have_text(words)
    expect(said.locator("pre")).to_have_text("x < 1")
    expect(said.get_by_role("link", name="the page")).to_have_attribute("href", "https://x.example/p?a=1&b=2")
    assert said.locator(".mention").all_inner_texts() == ["@jon", "@ml-infra", "@here", "#flights"]
    expect(said).to_contain_text("2*3*4 snake_case_name")
    expect(said).to_contain_text(":nonsense:")


def test_of_a_long_room_the_newest_are_shown(visit, client, sandbox):
    """The others are counted, and come when asked for; what was being read stays where it is."""
    sandbox.rate_limit.on = False
    sent = [client.chat_postMessage(channel="#flights", text=f"number {at}")["ts"] for at in range(130)]
    page = visit()
    shown = page.locator("#messages [data-ts]")
    expect(shown).to_have_count(50)
    expect(shown.last).to_contain_text("number 129")
    top = page.locator(f'[data-ts="{sent[80]}"]')
    top.scroll_into_view_if_needed()
    before = top.bounding_box()["y"]
    page.get_by_role("button", name="Show earlier messages (80)").press("Enter")
    expect(shown).to_have_count(100)
    assert abs(top.bounding_box()["y"] - before) < 60
    expect(page.get_by_role("button", name="Show earlier messages (30)")).to_be_focused()
    page.keyboard.press("Enter")
    expect(shown).to_have_count(130)
    expect(page.locator("#messages .earlier")).to_have_count(0)


def test_an_answer_that_comes_late_takes_nothing_back(visit, client, sandbox):
    """What was asked for later is shown: a slow answer to an earlier question does not replace it."""
    sandbox.rate_limit.on = False
    for at in range(130):
        client.chat_postMessage(channel="#flights", text=f"number {at}")
    page, held = visit(), []
    shown = page.locator("#messages [data-ts]")
    expect(shown).to_have_count(50)
    page.route("**/sandbox/room/**last=50**", lambda route: held.append(route))
    with page.expect_request("**/sandbox/room/**last=50**"):
        client.chat_postMessage(channel="#flights", text="one more")
    page.get_by_role("button", name="Show earlier messages").click()
    expect(shown).to_have_count(100)
    page.evaluate(FEWEST)
    with page.expect_response("**/sandbox/room/**last=50**"):
        held[0].continue_()
    page.evaluate("() => new Promise(done => setTimeout(done, 100))")
    assert page.evaluate("() => window.fewest") == 100


def test_a_link_leads_to_an_old_message(visit, client, sandbox):
    """However much was said since."""
    sandbox.rate_limit.on = False
    old, *_ = [client.chat_postMessage(channel="#flights", text=f"number {at}")["ts"] for at in range(150)]
    page = visit(hash_=f"#room/C1FLIGHTS/{old}")
    expect(page.locator("#messages .sought")).to_have_text(re.compile("number 0"))


def test_a_mention_of_a_group_stands_out_for_its_members(visit, client):
    """And for nobody where the group is disabled."""
    client.chat_postMessage(channel="#flights", text="<!subteam^S1INFRA> and <!subteam^S2OLD>")
    page = visit("U2JON")
    assert page.locator("#messages .mention").all_inner_texts() == ["@ml-infra", "@old-guard"]
    assert page.locator("#messages .mention-me").all_inner_texts() == ["@ml-infra"]
    assert visit("U1MARIA").locator("#messages .mention-me").count() == 0


def test_times_are_told_in_the_zone_of_who_looks(visit, client, clock):
    """15:00 in New York is 21:00 in Berlin; days are told as today and yesterday."""
    moment = int((clock.now - timedelta(days=1)).timestamp())
    client.chat_postMessage(
        channel="#flights", text=f"since <!date^{moment}^{{date_short_pretty}} at {{time}}|then>"
    )
    expect(visit().locator("#messages .text")).to_have_text(re.compile(r"since yesterday at 15:00"))
    page = visit("U2JON")
    expect(page.locator("#messages .text")).to_have_text(re.compile(r"since yesterday at 21:00"))
    expect(page.locator("#messages .time")).to_have_text(re.compile(r"21:00"))


def test_the_home_and_the_messages_of_the_app_have_their_tabs(visit, sandbox, app, connect, kit):
    """Opening the app publishes its home; a menu in it works; a direct message is answered."""

    @app.event("app_home_opened")
    def opened(event, client):
        options = [{"text": kit.plain(text), "value": text} for text in ("quiet", "loud")]
        menu = {"type": "static_select", "action_id": "noise", "options": options}
        home = {"type": "home", "blocks": [kit.section("Your pipelines", accessory=menu)]}
        client.views_publish(user_id=event["user"], view=home)

    @app.action("noise")
    def chosen(ack, action, body, client):
        ack()
        text = f"Noise: {action['selected_option']['value']}"
        home = {"type": "home", "blocks": [kit.section(text)]}
        client.views_publish(user_id=body["user"]["id"], view=home)

    @app.event("message")
    def written(say):
        say("hello yourself")

    connect(sandbox, app)
    page = visit()
    page.locator("#rooms [data-app]").click()
    page.locator("#home select[data-action-id=noise]").select_option("quiet")
    expect(page.locator("#home")).to_contain_text("Noise: quiet")
    page.get_by_role("tab", name="Messages").click()
    page.fill("#composer", "hello")
    page.press("#composer", "Enter")
    expect(page.locator("#messages")).to_contain_text("hello yourself")


def test_a_picture_and_a_file_are_shown_where_they_were_sent(visit, client):
    """Uploaded in two steps: the picture is drawn with its words, the file can be fetched."""
    upload = client.files_upload_v2(filename="nulls.png", content=PIXEL, title="Nulls", alt_txt="rising")
    image = {"type": "image", "slack_file": {"id": upload["file"]["id"]}, "alt_text": "nulls are rising"}
    client.chat_postMessage(channel="#flights", text="plot", blocks=[image])
    client.files_upload_v2(filename="rows.csv", content="a,b", channel="C1FLIGHTS", title="The rows")
    page = visit()
    drawn = page.locator("#messages").get_by_role("img", name="nulls are rising")
    expect(drawn).to_be_visible()
    assert drawn.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1
    with page.expect_download() as fetched:
        page.get_by_role("link", name="The rows").click()
    assert fetched.value.suggested_filename == "rows.csv"


def test_a_field_for_date_and_time_holds_the_time_of_who_looks(visit, sandbox, app, connect, kit):
    """20:00 UTC is 21:00 in Berlin; what is typed there is told to the app as a moment."""
    moments = []
    begins = {"type": "datetimepicker", "action_id": "at", "initial_date_time": 1360958400}
    field = {"type": "input", "block_id": "at", "label": kit.plain("When?"), "element": begins}

    @app.command("/pipeline")
    def opened(ack, body, client):
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=kit.modal(field, callback_id="form"))

    @app.view("form")
    def sent(ack, view):
        ack()
        moments.append(view["state"]["values"]["at"]["at"]["selected_date_time"])

    connect(sandbox, app)
    page = visit("U2JON")
    for typed in ("2013-02-15T21:00", "2013-07-15T21:00"):
        page.fill("#composer", "/pipeline")
        page.press("#composer", "Enter")
        expect(page.get_by_label("When?")).to_have_value("2013-02-15T21:00")
        page.get_by_label("When?").fill(typed)
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
    assert moments == [1360958400, 1373914800]


def test_failures_are_told(visit, sandbox, client, kit):
    """Without an app a press says dispatch_failed, and the header says that it is not connected."""
    client.chat_postMessage(channel="#flights", text="x", blocks=[kit.actions(kit.button())])
    page = visit()
    expect(page.locator("#connection")).to_have_text("Oakum not connected")
    page.locator("button[data-action-id=ack]").click()
    expect(page.locator("#toasts")).to_contain_text("dispatch_failed")


def test_unread_messages_are_badged_and_people_can_be_switched(visit, sandbox, client):
    """A mention elsewhere puts a number at the channel; the other person has their own numbers."""
    client.conversations_join(channel="C2RANDOM")
    page = visit()
    client.chat_postMessage(channel="#random", text="<@U1MARIA> look")
    client.chat_postMessage(channel="U2JON", text="for Jon")
    badge = page.locator('[data-room="C2RANDOM"] .badge')
    expect(badge).to_have_text("1")
    page.locator('[data-room="C2RANDOM"]').click()
    expect(badge).to_have_count(0)
    page.select_option("#view-as", "U2JON")
    expect(page.locator("[data-app] .badge")).to_have_text("1")
    expect(page.locator('[data-room="C2RANDOM"]')).to_have_count(0)


def test_the_clock_is_moved_from_the_header(visit, clock):
    """The buttons move the sandbox's clock and the strip shows it."""
    page = visit()
    expect(page.locator("#strip")).to_contain_text("Local sandbox")
    expect(page.locator("#clock")).to_contain_text(re.compile(r"Fri 15 Feb 2013, 15:00"))
    page.get_by_role("button", name="+1 day").click()
    expect(page.locator("#clock")).to_contain_text(re.compile(r"Sat 16 Feb 2013, 15:00"))


def test_a_letter_is_read_as_html_and_as_text(visit, sandbox):
    """Its script does not run in the frame."""
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "oakum@x.example", "maria@x.example", "Friday checkup"
    letter.set_content("plain words")
    letter.add_alternative("<h1>Findings</h1><script>document.body.textContent='hacked'</script>", "html")
    sandbox.mail.add(letter)
    page = visit()
    page.locator("#rooms [data-view=mail]").click()
    page.locator("[data-mail='1']").click()
    expect(page.frame_locator("iframe").locator("h1")).to_have_text("Findings")
    page.get_by_role("tab", name="Text").click()
    expect(page.locator(".mail-text")).to_have_text("plain words")


def test_on_a_phone_one_thing_is_shown_at_a_time(visit, client):
    """The channel, then the thread, then the list, and back; nothing is wider than the screen."""
    ts = client.chat_postMessage(channel="#flights", text="`" + "wide" * 60 + "`")["ts"]
    client.chat_postMessage(channel="#flights", text="reply", thread_ts=ts)
    page = visit(viewport=PHONE)
    expect(page.locator("#sidebar")).to_be_hidden()
    page.locator(".thread-link").click()
    expect(page.locator("#main")).to_be_hidden()
    expect(page.locator("#thread-messages")).to_contain_text("reply")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"]
    page.locator("#close-thread").click()
    page.get_by_label("Back to the list").click()
    expect(page.locator("#main")).to_be_hidden()
    page.locator('[data-room="C1FLIGHTS"]').click()
    expect(page.locator("#main")).to_be_visible()


def test_the_strip_is_never_cut_off(visit):
    """Neither what this is, on a laptop, nor what time it is, on a phone."""
    cut = "node => node.scrollWidth > node.clientWidth"
    assert not visit().locator(".strip-more").evaluate(cut)
    assert not visit(viewport=PHONE).locator("#clock").evaluate(cut)


def test_signals_are_drawn_where_there_is_no_font_for_them(visit, client):
    """A digest of squares that are all alike says nothing."""
    client.chat_postMessage(channel="#flights", text="🟩🟥⬜ finish window 🔺 🟢")
    expect(visit().locator("#messages .text svg.emoji")).to_have_count(5)


def test_a_message_longer_than_the_screen_is_read_from_its_beginning(visit, client):
    """On opening the channel, and when it arrives; whoever scrolled stays there."""
    for number in range(3):
        client.chat_postMessage(channel="#flights", text=f"title {number}" + "\nx" * 60)
    page = visit()
    expect(page.get_by_text("title 2")).to_be_in_viewport()
    client.chat_postMessage(channel="#flights", text="title 3" + "\nx" * 60)
    expect(page.get_by_text("title 3")).to_be_in_viewport()
    page.locator("#messages").evaluate("box => { box.scrollTop = 0; }")
    client.chat_postMessage(channel="#flights", text="title 4" + "\nx" * 60)
    expect(page.get_by_text("title 4")).to_be_attached()
    expect(page.get_by_text("title 0")).to_be_in_viewport()


def test_a_newcomer_is_told_what_to_try_first(visit, sandbox):
    """In the first channel, until it is put away."""
    sandbox.notes = Notes("About", (), "Start here: press something.")
    page = visit()
    expect(page.locator("#hint")).to_contain_text("Start here")
    page.get_by_label("Put the hint away").click()
    expect(page.locator("#hint")).to_be_hidden()


def test_everything_that_can_be_used_has_a_name(visit, client, kit):
    """For people who do not see the page: buttons, fields and pictures say what they are."""
    menu = {"type": "overflow", "action_id": "more", "options": [{"text": kit.plain("Snooze"), "value": "s"}]}
    client.chat_postMessage(channel="#flights", text="x", blocks=[kit.section(":bell:", accessory=menu)])
    page = visit()
    nameless = page.evaluate(
        """() => [...document.querySelectorAll("button, a, input, select, textarea, img, [role=img]")]
             .filter((e) => !(e.getAttribute("aria-label") || e.alt || e.textContent.trim()))
             .map((e) => e.outerHTML)"""
    )
    assert nameless == []
    page.get_by_label("More actions").click()
    expect(page.get_by_role("menuitem", name="Snooze")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("menu")).to_have_count(0)
