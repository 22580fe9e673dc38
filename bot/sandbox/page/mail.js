// The mail room: e-mails the sandbox was given instead of a mail server.

import { clockTime, dayName } from "./dates.js";
import { directory } from "./directory.js";
import { h, sync } from "./dom.js";

let asHtml = true;

/** The list and the open letter. */
export function mailRoom(letters, open, choose) {
  const list = h("div", { class: "mail-list", role: "group", "aria-label": "E-mails" });
  sync(list, [...letters].reverse(), (letter) => letter.number, (letter) => h("button", {
    class: `mail-item${open === letter.number ? " chosen" : ""}`, type: "button", data: { mail: String(letter.number) }, on: { click: () => choose(letter.number) },
  }, h("span", { class: "mail-to" }, letter.to), h("time", {}, `${dayName(letter.ts)}, ${clockTime(letter.ts)}`), h("b", {}, letter.subject),
  h("span", { class: "mail-start" }, letter.text.replace(/\s+/g, " ").slice(0, 120))));
  if (!letters.length) list.append(h("p", { class: "nothing" }, `No e-mail yet. What ${directory.bot.name} sends by e-mail arrives here.`));
  const letter = letters.find((each) => each.number === open);
  return h("div", { class: "mail-room" }, list, letter ? reader(letter) : h("div", { class: "mail-reader nothing" }, letters.length ? "Choose an e-mail to read it." : ""));
}

function reader(letter) {
  const body = h("div", { class: "mail-body" });
  const show = (html) => {
    asHtml = html;
    body.replaceChildren(html && letter.html ? h("iframe", { sandbox: "", src: `/sandbox/mail/${letter.number}/html`, title: letter.subject }) : h("pre", { class: "mail-text" }, letter.text));
    for (const tab of tabs.children) tab.setAttribute("aria-selected", String((tab.dataset.form === "html") === (html && letter.html)));
  };
  const tab = (form, label, html) => h("button", { type: "button", role: "tab", data: { form }, disabled: html && !letter.html, on: { click: () => show(html) } }, label);
  const tabs = h("div", { class: "switch", role: "tablist", "aria-label": "Form of the e-mail" }, tab("html", "HTML", true), tab("text", "Text", false));
  const line = (name, text) => h("div", {}, h("dt", {}, name), h("dd", {}, text));
  const node = h("section", { class: "mail-reader", "aria-label": letter.subject }, h("header", {}, h("h2", {}, letter.subject), tabs,
    h("dl", {}, line("From", letter.sender), line("To", letter.to), line("Sent", `${dayName(letter.ts)}, ${clockTime(letter.ts)}`))), body);
  show(asHtml);
  return node;
}
