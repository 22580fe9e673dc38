// Messages: one row each, grouped by author, with days between them.

import { act } from "./api.js";
import { avatar } from "./avatars.js";
import { blocks, picture } from "./blocks.js";
import { clockTime, dayName, dayOf, fullTime } from "./dates.js";
import { directory } from "./directory.js";
import { h, icon, sync } from "./dom.js";
import { emoji } from "./emoji.js";
import { keepingFocus } from "./focus.js";
import { link, mrkdwn } from "./mrkdwn.js";
import { toast } from "./toast.js";

const TOGETHER = 300; // seconds within which messages of one author share a head

/** Show `list` in `box`; `place` = {room, openThread, inThread, newSince, earlier, showEarlier}. */
export function showMessages(box, list, place) {
  const items = place.earlier ? [{ key: "earlier", earlier: place.earlier }] : [];
  let before = null;
  let marked = false;
  for (const message of list) {
    const newDay = !before || dayOf(before.ts) !== dayOf(message.ts);
    if (newDay && !place.inThread) items.push({ key: `day-${dayOf(message.ts)}`, day: dayName(message.ts) });
    if (!marked && place.newSince && Number(message.ts) > Number(place.newSince) && message.user !== directory.me) {
      marked = true;
      if (before) items.push({ key: "new", isNew: true });
    }
    const lead = newDay || !follows(before, message) || items.at(-1).isNew;
    items.push({ key: message.ts, message, lead, today: dayName(message.ts) });
    if (place.inThread && message === list[0] && list.length > 1) items.push({ key: "replies", replies: list.length - 1 });
    before = message;
  }
  keepingFocus(box, () => sync(box, items, (item) => item.key, (item) => row(item, place)));
}

function follows(before, message) {
  return before && before.user === message.user && Boolean(before.is_ephemeral) === Boolean(message.is_ephemeral)
    && !before.reply_count && !before.blocks && !before.attachments && Number(message.ts) - Number(before.ts) < TOGETHER;
}

function row(item, place) {
  if (item.earlier) return h("button", { class: "earlier", type: "button", on: { click: place.showEarlier } }, `Show earlier messages (${item.earlier.toLocaleString("en")})`);
  if (item.day) return h("div", { class: "day" }, h("span", {}, item.day));
  if (item.isNew) return h("div", { class: "new-line", "aria-label": "New messages" }, h("span", {}, "New"));
  if (item.replies) return h("div", { class: "reply-line" }, counted(item.replies, "reply", "replies"));
  return messageRow(item.message, item.lead, place);
}

const counted = (count, one, many) => `${count} ${count === 1 ? one : many}`;

function messageRow(message, lead, place) {
  const author = directory.person(message.user) || { real_name: message.user };
  const name = author.real_name;
  const whisper = message.is_ephemeral ? h("div", { class: "whisper" }, icon("eye"), "Only visible to you") : null;
  const head = lead ? h("div", { class: "message-head" },
    h("span", { class: "author" }, name),
    author.is_bot ? h("span", { class: "app-badge" }, "APP") : null,
    h("time", { class: "time", title: fullTime(message.ts) }, clockTime(message.ts))) : null;
  const beside = lead ? avatar(message.user) : h("time", { class: "side-time", title: fullTime(message.ts) }, clockTime(message.ts));
  return h("article", {
    class: `message${lead ? " lead" : ""}${message.is_ephemeral ? " ephemeral" : ""}`,
    tabindex: "-1", "aria-label": `${name}, ${clockTime(message.ts)}`, data: { ts: message.ts, user: message.user },
  }, whisper, h("div", { class: "gutter" }, beside), h("div", { class: "message-body" }, head, content(message, place), foot(message, place)), tools(message, place));
}

function content(message, place) {
  if (message.subtype === "tombstone") return h("div", { class: "text tombstone" }, "This message was deleted.");
  const where = { surface: "message", room: place.room, ts: message.ts };
  const edited = message.edited ? h("span", { class: "edited", title: fullTime(message.edited.ts) }, " (edited)") : null;
  const shown = [];
  if (message.blocks && message.blocks.length) shown.push(...blocks(message.blocks, where));
  else if (message.text) shown.push(h("div", { class: "text" }, mrkdwn(message.text), edited));
  for (const attachment of message.attachments || []) shown.push(attached(attachment, where));
  for (const file of message.files || []) shown.push(fileCard(file));
  const textShown = message.text && !(message.blocks && message.blocks.length);
  if (edited && !textShown) shown.push(h("div", { class: "edited-line" }, edited));
  return h("div", { class: "content", data: { surface: "message" } }, shown);
}

const COLORS = { good: "#2aa567", warning: "#e0a02c", danger: "#d9304f" };

function attached(attachment, where) {
  const inside = [];
  if (attachment.pretext) inside.push(h("div", { class: "text" }, mrkdwn(attachment.pretext)));
  if (attachment.title) inside.push(h("b", {}, attachment.title_link ? link(attachment.title_link, [attachment.title]) : attachment.title));
  if (attachment.text) inside.push(h("div", { class: "text" }, mrkdwn(attachment.text)));
  if (attachment.blocks) inside.push(...blocks(attachment.blocks, where));
  if (attachment.footer) inside.push(h("div", { class: "context" }, attachment.footer));
  const box = h("div", { class: "attachment" }, h("div", { class: "attachment-bar" }), h("div", { class: "attachment-body" }, inside));
  const color = COLORS[attachment.color] || (/^#?[0-9a-f]{3,8}$/i.test(attachment.color || "") ? `#${attachment.color.replace("#", "")}` : null);
  if (color) { box.style.setProperty("--bar", color); box.dataset.color = color; }
  return box;
}

function fileCard(file) {
  if (file.mimetype.startsWith("image/")) {
    return h("figure", { class: "file-image" }, h("figcaption", {}, file.title), picture({ slack_file: { id: file.id }, alt_text: file.alt_txt || file.title }, "picture"));
  }
  return h("a", { class: "file-card", href: `/sandbox/files/${encodeURIComponent(file.id)}`, download: file.name }, icon("file"), h("span", {}, h("b", {}, file.title), h("small", {}, `${file.filetype.toUpperCase()} · ${Math.ceil(file.size / 1024)} kB`)));
}

function foot(message, place) {
  const parts = [];
  if (message.reactions) {
    parts.push(h("div", { class: "reactions" }, message.reactions.map((each) => h("span", { class: "reaction", title: each.users.map((id) => (directory.person(id) || { name: id }).name).join(", ") }, emoji(each.name) || `:${each.name}:`, ` ${each.count}`))));
  }
  if (message.reply_count && !place.inThread) {
    parts.push(h("button", { class: "thread-link", type: "button", data: { thread: message.ts }, on: { click: () => place.openThread(message.ts) } },
      message.reply_users.slice(0, 3).map((id) => avatar(id, "tiny")), h("b", {}, counted(message.reply_count, "reply", "replies")),
      h("span", { class: "last-reply" }, `Last reply ${dayName(message.latest_reply).toLowerCase() === "today" ? "today" : dayName(message.latest_reply)} at ${clockTime(message.latest_reply)}`)));
  }
  if (message.is_ephemeral) parts.push(h("button", { class: "dismiss", type: "button", on: { click: () => act("dismiss", { room: place.room, ts: message.ts }) } }, "Dismiss message"));
  return parts;
}

function tools(message, place) {
  if (message.is_ephemeral || message.subtype === "tombstone") return null;
  const copy = async () => {
    await navigator.clipboard.writeText(`${location.origin}/archives/${place.room}/p${message.ts.replace(".", "")}`);
    toast("Link copied");
  };
  const reply = place.inThread ? null : tool("reply", "Reply in thread", () => place.openThread(message.thread_ts || message.ts));
  return h("div", { class: "tools", role: "toolbar", "aria-label": "Message actions" }, reply, tool("link", "Copy link", copy));
}

function tool(name, label, click) {
  return h("button", { class: "tool", type: "button", title: label, "aria-label": label, data: { tool: name }, on: { click } }, icon(name));
}
