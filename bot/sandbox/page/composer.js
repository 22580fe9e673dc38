// Writing: plain messages, @mentions and /commands with suggestions. Enter sends, Shift+Enter breaks the line.

import { act } from "./api.js";
import { directory } from "./directory.js";
import { h, icon } from "./dom.js";
import { toast } from "./toast.js";

const drafts = new Map();

/** A composer for `place` = {id, label, room, thread_ts}. */
export function composer(place) {
  const draft = `${place.room}/${place.thread_ts || ""}`;
  const listId = `${place.id}-suggestions`;
  const list = h("div", { class: "suggestions", id: listId, role: "listbox", "aria-label": "Suggestions", hidden: true });
  const field = h("textarea", {
    id: place.id, rows: 1, placeholder: place.label, "aria-label": place.label, role: "combobox", "aria-autocomplete": "list",
    "aria-controls": listId, "aria-expanded": "false", autocomplete: "off", spellcheck: "false",
  });
  const send = h("button", { class: "send", type: "button", title: "Send", "aria-label": "Send", on: { click: submit } }, icon("send"));
  const box = h("div", { class: "composer" }, list, h("div", { class: "composer-box" }, field, h("div", { class: "composer-foot" },
    h("span", { class: "composer-hint" }, place.thread_ts ? "" : "/ for commands · ", "@ to mention"), send)));
  let offers = [];
  let chosen = -1;

  async function submit() {
    const text = field.value.trim();
    if (!text) return;
    if (text.startsWith("/") && place.thread_ts) { toast(`${text.split(" ")[0]} is not supported in threads. Sorry!`); return; }
    field.value = "";
    changed();
    const done = text.startsWith("/") ? await act("command", { room: place.room, text }) : await act("say", { room: place.room, text: encode(text), thread_ts: place.thread_ts || null });
    if (!done && !field.value) { field.value = text; changed(); }
  }

  function changed() {
    drafts.set(draft, field.value);
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, 180)}px`;
    send.disabled = !field.value.trim();
    suggest();
  }

  function suggest() {
    offers = field.value.startsWith("/") && !place.thread_ts ? commands(field.value) : mentions(field.value.slice(0, field.selectionStart));
    chosen = offers.length && !field.value.startsWith("/") ? 0 : -1;
    draw();
  }

  function draw() {
    list.replaceChildren(...offers.map((offer, number) => h("div", {
      class: "suggestion", role: "option", id: `${listId}-${number}`, "aria-selected": String(number === chosen), data: { insert: offer.text },
      on: { mousedown: (event) => { event.preventDefault(); accept(offer); } },
    }, h("b", {}, offer.name), h("span", {}, offer.about))));
    list.hidden = !offers.length;
    field.setAttribute("aria-expanded", String(Boolean(offers.length)));
    if (chosen >= 0) field.setAttribute("aria-activedescendant", `${listId}-${chosen}`);
    else field.removeAttribute("aria-activedescendant");
  }

  function accept(offer) {
    const head = field.value.slice(0, field.selectionStart);
    const tail = field.value.slice(field.selectionStart);
    field.value = offer.text.startsWith("/") ? offer.text : head.replace(/@[\w.-]*$/, `${offer.text} `) + tail;
    const end = field.value.length - (offer.text.startsWith("/") ? 0 : tail.length);
    field.setSelectionRange(end, end);
    field.focus();
    changed();
    if (offer.text.startsWith("/")) hide();
  }

  function hide() { offers = []; chosen = -1; draw(); }

  field.addEventListener("input", changed);
  field.addEventListener("blur", hide);
  field.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (offers.length && step) { event.preventDefault(); chosen = (chosen + step + offers.length) % offers.length; draw(); return; }
    if (offers.length && event.key === "Escape") { event.preventDefault(); event.stopPropagation(); hide(); return; }
    if (offers.length && (event.key === "Tab" || (event.key === "Enter" && chosen >= 0))) { event.preventDefault(); accept(offers[Math.max(chosen, 0)]); return; }
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); submit(); }
  });
  field.value = drafts.get(draft) || "";
  requestAnimationFrame(() => { changed(); hide(); });
  return box;
}

function commands(typed) {
  const offers = directory.commands.flatMap((command) => [
    { text: command.name, name: [command.name, command.hint].join(" ").trim(), about: command.description },
    ...command.examples.map(([words, about]) => ({ text: `${command.name} ${words}`, name: `${command.name} ${words}`, about })),
  ]);
  return offers.filter((offer) => offer.text.startsWith(typed) && offer.text !== typed).slice(0, 12);
}

function named() {
  return [
    { text: `@${directory.bot.name}`, code: `<@${directory.bot.id}>`, name: directory.bot.name, about: "App" },
    ...directory.people.map((person) => ({ text: `@${person.name}`, code: `<@${person.id}>`, name: person.name, about: person.real_name })),
    ...directory.groups.filter((group) => group.enabled).map((group) => ({ text: `@${group.handle}`, code: `<!subteam^${group.id}>`, name: group.handle, about: group.name })),
    { text: "@here", code: "<!here>", name: "here", about: "Everyone who is active" },
    { text: "@channel", code: "<!channel>", name: "channel", about: "Everyone in this channel" },
  ];
}

function mentions(head) {
  const typed = /(?:^|\s)@([\w.-]*)$/.exec(head);
  if (!typed) return [];
  return named().filter((each) => `${each.name} ${each.about}`.toLowerCase().includes(typed[1].toLowerCase())).slice(0, 8);
}

/** What was typed as Slack stores it: escaped, with mentions and channels as codes. */
function encode(text) {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const codes = new Map(named().map((each) => [each.text.toLowerCase(), each.code]));
  for (const room of directory.channels) codes.set(`#${room.name}`, `<#${room.id}>`);
  return escaped.replace(/[@#][\w-]+(?:\.[\w-]+)*/g, (word) => codes.get(word.toLowerCase()) || word);
}
