// The rich_text block.

import { dateText } from "./dates.js";
import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { channel, link, mention, special } from "./mrkdwn.js";

export function richText(parts) {
  return parts.map(part);
}

function part(each) {
  if (each.type === "rich_text_list") {
    const list = h(each.style === "ordered" ? "ol" : "ul", { class: "rich-list" }, each.elements.map((item) => h("li", {}, item.elements.map(piece))));
    list.style.marginLeft = `${(each.indent || 0) * 24}px`;
    return list;
  }
  const tag = { rich_text_quote: "blockquote", rich_text_preformatted: "pre" }[each.type] || "div";
  return h(tag, { class: tag === "pre" ? "code-block" : null }, each.elements.map(piece));
}

const TAGS = { bold: "b", italic: "i", strike: "s", code: "code", underline: "u" };

function piece(each) {
  const draw = PIECES[each.type];
  let node = draw ? draw(each) : `[${each.type}]`;
  for (const [style, tag] of Object.entries(TAGS)) if (each.style && each.style[style]) node = h(tag, {}, node);
  return node;
}

const PIECES = {
  text: (each) => h("span", { class: "rich-text" }, each.text),
  link: (each) => link(each.url, [each.text || each.url]),
  emoji: (each) => emoji(each.name) || `:${each.name}:`,
  user: (each) => mention(each.user_id),
  usergroup: (each) => special(`subteam^${each.usergroup_id}`),
  channel: (each) => channel(each.channel_id),
  broadcast: (each) => special(each.range),
  date: (each) => dateText(each.timestamp, each.format),
};
