// The left-hand side: channels, the app, the mail room, the notes, and who looks.

import { avatar } from "./avatars.js";
import { directory } from "./directory.js";
import { h, icon } from "./dom.js";

/** Draw the sidebar for what the sandbox says (`seen`), with `view` chosen. */
export function sidebar(seen, view) {
  const channels = seen.rooms.filter((room) => room.kind !== "im");
  const direct = seen.rooms.find((room) => room.kind === "im");
  return [
    section("Channels", channels.map((room) => entry({
      href: `#room/${room.id}`, mark: icon(room.kind === "private" ? "lock" : "hash"), name: room.name, unread: room.unread, badge: room.badge,
      chosen: view.kind === "room" && view.room === room.id, data: { room: room.id },
    }))),
    section("Apps", [entry({
      href: "#app/home", mark: avatar(directory.bot.id, "tiny"), name: directory.bot.name, unread: direct.unread, badge: direct.badge,
      chosen: view.kind === "app", data: { app: directory.bot.id },
    })]),
    section("Outside Slack", [entry({
      href: "#mail", mark: icon("mail"), name: "Mail", unread: 0, badge: 0, count: seen.mail, chosen: view.kind === "mail", data: { view: "mail" },
    }),
    ...(seen.notes ? [entry({ href: "#notes", mark: icon("file"), name: seen.notes, chosen: view.kind === "notes", data: { view: "notes" } })] : [])]),
  ];
}

function section(title, entries) {
  return h("section", { class: "side-section" }, h("h2", {}, title), h("ul", {}, entries.map((each) => h("li", {}, each))));
}

function entry(of) {
  const news = of.badge ? h("span", { class: "badge", "aria-label": `${of.badge} unread` }, of.badge) : null;
  const count = of.count ? h("span", { class: "count" }, of.count) : null;
  return h("a", { class: `side-entry${of.chosen ? " chosen" : ""}${of.unread ? " unread" : ""}`, href: of.href, "aria-current": of.chosen ? "page" : null, data: of.data }, of.mark, h("span", { class: "side-name" }, of.name), news, count);
}

/** The switch between the people of the workspace. */
export function viewAs(choose) {
  const select = h("select", { id: "view-as", "aria-label": "View as", on: { change: () => choose(select.value) } },
    directory.people.map((person) => h("option", { value: person.id, selected: person.id === directory.me }, person.real_name)));
  const person = directory.person(directory.me);
  return h("div", { class: "view-as" }, avatar(directory.me, "small"), h("span", { class: "view-as-words" }, h("small", {}, person.title ? `View as · ${person.title}` : "View as"), select));
}
