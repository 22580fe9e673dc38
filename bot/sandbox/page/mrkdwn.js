// Slack's mrkdwn as DOM nodes. The text comes escaped (&amp; &lt; &gt;) and may be hostile: it only becomes text nodes.

import { dateText } from "./dates.js";
import { h } from "./dom.js";
import { emoji, withDrawings } from "./emoji.js";
import { directory } from "./directory.js";

export const unescape = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

const INLINE = new RegExp(
  [
    "<(?<token>[^<>\\n]+)>",
    "`(?<code>[^`\\n]+)`",
    "(?<![\\w*])\\*(?<bold>[^\\s*](?:[^*\\n]*[^\\s*])?)\\*(?![\\w*])",
    "(?<![\\w_])_(?<italic>[^\\s_](?:[^_\\n]*[^\\s_])?)_(?![\\w_])",
    "(?<![\\w~])~(?<strike>[^\\s~](?:[^~\\n]*[^\\s~])?)~(?![\\w~])",
    ":(?<emoji>[a-z0-9_+-]+):",
    "(?<url>https?://[^\\s<>|]*[^\\s<>|.,;:!?)'\"])",
  ].join("|"),
  "g",
);

/** Everything mrkdwn can hold: code blocks, quotes, lines with styles, links and mentions. */
export function mrkdwn(text) {
  return text.split(/```\n?([\s\S]+?)\n?```/).flatMap((part, number) => {
    if (number % 2) return [h("pre", { class: "code-block" }, unescape(part))];
    return quotes(number ? part.replace(/^\n/, "") : part);
  });
}

function quotes(text) {
  const nodes = [];
  let quoted = [];
  const flush = () => {
    if (quoted.length) nodes.push(h("blockquote", {}, lines(quoted)));
    quoted = [];
  };
  let plain = [];
  const flushPlain = () => {
    if (plain.length) nodes.push(...lines(plain));
    plain = [];
  };
  for (const line of text.split("\n")) {
    const quote = /^(?:&gt;|>)\s?(.*)$/.exec(line);
    if (quote) { flushPlain(); quoted.push(quote[1]); }
    else { flush(); plain.push(line); }
  }
  flush();
  flushPlain();
  return nodes;
}

function lines(list) {
  return list.flatMap((line, number) => (number ? [h("br"), ...inline(line)] : inline(line)));
}

/** One line's worth of styles, links, mentions and emoji. */
export function inline(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    nodes.push(...plain(text.slice(end, match.index)), styled(match));
    end = match.index + match[0].length;
  }
  return [...nodes, ...plain(text.slice(end))].filter((node) => node !== "");
}

const plain = (text) => withDrawings(unescape(text));

function styled(match) {
  const found = match.groups;
  if (found.token !== undefined) return token(found.token);
  if (found.code !== undefined) return h("code", {}, unescape(found.code));
  if (found.bold !== undefined) return h("b", {}, inline(found.bold));
  if (found.italic !== undefined) return h("i", {}, inline(found.italic));
  if (found.strike !== undefined) return h("s", {}, inline(found.strike));
  if (found.url !== undefined) return link(unescape(found.url), [unescape(found.url)]);
  return emoji(found.emoji) || match[0];
}

/** A link if the address is one that is safe to follow, else just its label. */
export function link(address, label) {
  if (!/^(https?:\/\/|mailto:)/i.test(address)) return h("span", {}, label);
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, label);
}

function token(inside) {
  const bar = inside.indexOf("|");
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? "" : inside.slice(bar + 1);
  if (target.startsWith("@")) return mention(target.slice(1));
  if (target.startsWith("#")) return channel(target.slice(1), label);
  if (target.startsWith("!")) return special(target.slice(1), label);
  return link(unescape(target), label ? plain(label) : [unescape(target).replace(/^mailto:/, "")]);
}

export function mention(id) {
  const person = directory.person(id);
  const mine = id === directory.me ? " mention-me" : "";
  return h("span", { class: `mention${mine}`, data: { user: id } }, `@${person ? person.name : id}`);
}

export function channel(id, label = "") {
  const known = directory.channels.find((room) => room.id === id);
  if (!known) return h("span", { class: "mention" }, `#${unescape(label) || id}`);
  return h("a", { class: "mention", href: `#room/${id}` }, `#${known.name}`);
}

export function special(what, label = "") {
  const [kind, ...rest] = what.split("^");
  if (kind === "date") return date(rest, label);
  if (kind === "subteam") {
    const group = directory.groups.find((each) => each.id === rest[0]);
    const mine = group && group.enabled && group.members.includes(directory.me) ? " mention-me" : "";
    return h("span", { class: `mention${mine}` }, group ? `@${group.handle}` : unescape(label) || rest[0]);
  }
  if (["here", "channel", "everyone"].includes(kind)) return h("span", { class: "mention mention-me" }, `@${kind}`);
  return unescape(label) || `<!${unescape(what)}>`;
}

function date([seconds, format, address], fallback) {
  if (!/^\d+$/.test(seconds) || !format) return unescape(fallback);
  const text = dateText(Number(seconds), unescape(format));
  const time = h("time", { datetime: new Date(seconds * 1000).toISOString(), title: unescape(fallback) }, text);
  return address ? link(unescape(address), [time]) : time;
}
