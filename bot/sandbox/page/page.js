// The page: where we are, what is shown there, and keeping it up to date.

import { act, listen, see } from "./api.js";
import { avatar } from "./avatars.js";
import { blocks } from "./blocks.js";
import { composer } from "./composer.js";
import { setNow, setZone } from "./dates.js";
import { directory } from "./directory.js";
import { arrowsBetween, back, keepingFocus, place } from "./focus.js";
import { h, icon } from "./dom.js";
import { mailRoom } from "./mail.js";
import { showMessages } from "./messages.js";
import { showModal } from "./modal.js";
import { notesRoom } from "./notes.js";
import { sidebar, viewAs } from "./sidebar.js";
import { showConnection, strip } from "./strip.js";
import { toast } from "./toast.js";

const at = (id) => document.getElementById(id);
let view = { kind: "room" };
const MANY = 50; // so many messages of a room are shown at first, and so many more when asked for
let newSince = null;
let most = MANY;
let told = 0; // failures already shown
let asked = 0; // questions, counted
const shown = {}; // which question's answer stands there, by part of the page
let threadFrom = null; // where the keyboard was before a thread was opened
let hinted = false; // whoever put the hint away has read it

/** #room/C1/TS · #room/C1/thread/TS · #app/home · #app/messages · #mail/3 · #notes · #rooms, the list of a phone */
function parse(hash) {
  const [kind, first, second, third] = hash.replace(/^#/, "").split("/");
  if (kind === "app") return { kind, tab: first === "messages" ? "messages" : "home", thread: second === "thread" ? third : null };
  if (kind === "mail") return { kind, open: Number(first) || null };
  if (kind === "notes") return { kind };
  if (kind === "room" && first) return { kind, room: first, thread: second === "thread" ? third : null, focus: second && second !== "thread" ? second : null };
  return { kind: kind === "rooms" ? "list" : "start" };
}

const imOf = () => `D${directory.me.slice(1)}`;
const roomOf = () => (view.kind === "app" ? imOf() : view.room);
const base = () => (view.kind === "app" ? "#app/messages" : `#room/${view.room}`);
const openThread = (ts) => { threadFrom = place(); location.hash = `${base()}/thread/${ts}`; };
const closeThread = () => { location.hash = base(); };

async function go() {
  const before = view;
  view = parse(location.hash);
  if (view.kind === "start" || (view.kind === "list" && !matchMedia("(max-width: 760px)").matches)) {
    const first = (await see("overview")).rooms[0];
    location.replace(`#room/${first.id}`);
    return;
  }
  const moved = before.kind !== view.kind || before.room !== view.room || before.tab !== view.tab;
  document.body.dataset.pane = view.thread ? "thread" : view.kind === "list" ? "list" : "main";
  if (moved || !at("main").firstChild) buildMain();
  buildThread();
  if (view.kind === "app" && moved) act("opened", { tab: view.tab });
  await refresh();
  if (view.thread && !before.thread && threadFrom) at("thread-messages").focus();
  if (!view.thread && before.thread && threadFrom) back(threadFrom);
}

function buildMain() {
  newSince = null;
  most = MANY;
  const main = at("main");
  if (view.kind === "list") { main.replaceChildren(); return; }
  const head = h("header", { class: "main-head", id: "main-head" });
  if (view.kind === "mail") { main.replaceChildren(head, h("div", { id: "mail", class: "fill" })); return; }
  if (view.kind === "notes") { main.replaceChildren(head, h("div", { id: "notes", class: "home notes" })); return; }
  if (view.kind === "app" && view.tab === "home") { main.replaceChildren(head, h("div", { id: "home", class: "home", data: { surface: "home" } })); return; }
  const label = view.kind === "app" ? `Message ${directory.bot.name}` : `Message #${(directory.channels.find((room) => room.id === view.room) || { name: "" }).name}`;
  main.replaceChildren(head, h("div", { id: "hint", class: "hint", role: "note", hidden: true }), messageBox("messages", { "aria-label": "Messages" }), composer({ id: "composer", label, room: roomOf() }));
}

/** A scrolling list that stays at its end while pictures arrive, unless somebody scrolled up. */
function messageBox(id, attributes) {
  const box = h("div", { id, class: "messages", role: "log", tabindex: "0", ...attributes });
  let atEnd = true;
  arrowsBetween(box, ".message");
  box.addEventListener("scroll", () => { atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 80; });
  box.addEventListener("load", () => { if (atEnd && id === "messages") box.scrollTop = box.scrollHeight; }, true);
  return box;
}

function buildThread() {
  const panel = at("thread");
  const key = view.thread ? `${roomOf()}/${view.thread}` : "";
  if (panel.dataset.key === key) return;
  panel.dataset.key = key;
  panel.hidden = !view.thread;
  if (!view.thread) { panel.replaceChildren(); return; }
  panel.replaceChildren(
    h("header", { class: "main-head" }, h("h2", {}, "Thread", h("small", {}, view.kind === "app" ? directory.bot.name : `# ${(directory.channels.find((room) => room.id === view.room) || { name: "" }).name}`)),
      h("button", { class: "tool", type: "button", id: "close-thread", "aria-label": "Close thread", on: { click: closeThread } }, icon("close"))),
    messageBox("thread-messages", { "aria-label": "Thread messages" }),
    composer({ id: "thread-composer", label: "Reply…", room: roomOf(), thread_ts: view.thread }));
}

function mainHead(seen) {
  const back = h("a", { class: "tool back", href: "#rooms", "aria-label": "Back to the list" }, icon("back"));
  if (view.kind === "mail") return [back, h("h1", {}, icon("mail"), "Mail"), h("span", { class: "topic" }, `What ${directory.bot.name} sent by e-mail`)];
  if (view.kind === "notes") return [back, h("h1", {}, icon("file"), seen.notes)];
  if (view.kind === "app") {
    const tab = (name, label) => h("a", { role: "tab", href: `#app/${name}`, "aria-selected": String(view.tab === name), data: { tab: name } }, label);
    return [back, h("h1", {}, avatar(directory.bot.id, "small"), directory.bot.name, h("span", { class: "app-badge" }, "APP")), h("nav", { class: "tabs", role: "tablist", "aria-label": directory.bot.name }, tab("home", "Home"), tab("messages", "Messages"))];
  }
  const room = seen.rooms.find((each) => each.id === view.room);
  if (!room) return [back, h("h1", {}, "Not a member")];
  return [back, h("h1", {}, icon(room.kind === "private" ? "lock" : "hash"), room.name), h("span", { class: "topic" }, room.topic), h("span", { class: "people", title: `${room.people} members` }, icon("people"), room.people)];
}

/** What to try first, in the first room, until it is put away. */
function showHint(seen) {
  const box = at("hint");
  if (!box) return;
  box.hidden = hinted || !seen.hint || view.room !== seen.rooms[0].id;
  const away = () => { hinted = true; box.hidden = true; };
  unlessSame(box, () => [h("span", {}, seen.hint), h("button", { class: "tool", type: "button", "aria-label": "Put the hint away", on: { click: away } }, icon("close"))], seen.hint);
}

function unlessSame(box, nodes, face) {
  const now = JSON.stringify(face);
  if (box.dataset.face === now) return;
  box.dataset.face = now;
  keepingFocus(box, () => box.replaceChildren(...[nodes()].flat(Infinity)));
}

/** What is asked now may be shown when it is answered, unless the answer to a later question stands there already. */
function asking(part) {
  const turn = ++asked;
  return () => { const isNews = turn > (shown[part] || 0); if (isNews) shown[part] = turn; return isNews; };
}

async function refresh() {
  const isNews = asking("overview");
  const seen = await see("overview");
  if (!isNews()) return;
  setNow(seen.now);
  showConnection(seen.connected);
  unlessSame(at("rooms"), () => sidebar(seen, view), [seen.rooms, seen.mail, seen.notes, view.kind, view.room]);
  const head = at("main-head");
  if (head) unlessSame(head, () => mainHead(seen), [seen.rooms, view]);
  showHint(seen);
  for (const notice of seen.notices.slice(told)) toast(failure(notice.error));
  told = seen.notices.length;
  showModal(seen.modal, seen.depth);
  await Promise.all([showMain(seen), showThread()]);
  document.title = `${view.kind === "room" ? (seen.rooms.find((room) => room.id === view.room) || { name: "" }).name : directory.bot.name} · ${directory.workspace}`;
  document.body.dataset.ready = "true";
}

function failure(error) {
  const name = directory.bot.name;
  if (error === "operation_timeout") return `${name} did not answer within 3 seconds (operation_timeout).`;
  if (error === "dispatch_failed") return `${name} is not connected, so nothing happened (dispatch_failed).`;
  return `${name}'s answer was refused: ${error}`;
}

async function showMain(seen) {
  const here = view;
  if (view.kind === "mail") {
    const { letters } = await see("mail");
    if (view === here) unlessSame(at("mail"), () => mailRoom(letters, view.open, (number) => { location.hash = `#mail/${number}`; }), [letters, view.open]);
  } else if (view.kind === "notes") {
    const { notes } = await see("notes");
    if (view === here) unlessSame(at("notes"), () => (notes ? notesRoom(notes) : []), notes);
  } else if (view.kind === "app" && view.tab === "home") {
    const home = (await see("home")).view;
    if (view === here) unlessSame(at("home"), () => (home ? blocks(home.blocks, { surface: "home" }) : h("p", { class: "nothing" }, `${directory.bot.name} has not put anything here yet.`)), home && [home.hash, home.id]);
  } else if (view.kind !== "list") {
    const isNews = asking("room");
    const data = await see(`room/${roomOf()}`, { last: most, since: view.focus || "" });
    if (view === here && isNews()) showRoom(data, seen);
  }
}

function showRoom(data, seen) {
  const box = at("messages");
  const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 80;
  const first = !box.firstChild;
  if (first) newSince = data.read_up_to;
  showMessages(box, data.messages, { room: data.id, openThread, newSince: newSince === "0" ? null : newSince, earlier: data.earlier, showEarlier });
  if (!data.messages.length) box.append(h("p", { class: "nothing" }, "Nothing was said here yet."));
  const wanted = view.focus && box.querySelector(`[data-ts="${CSS.escape(view.focus)}"]`);
  if (wanted && first) { wanted.scrollIntoView({ block: "center" }); wanted.classList.add("sought"); }
  else keepPlace(box, { atEnd, first, last: (data.messages.at(-1) || { ts: "" }).ts });
  const room = seen.rooms.find((each) => each.id === data.id);
  if (room && room.unread && !document.hidden) act("read", { room: data.id });
}

/** What stood at the top stays where it is. */
async function showEarlier() {
  const box = at("messages");
  const below = box.scrollHeight - box.scrollTop;
  most += MANY;
  await refresh();
  box.querySelector(".earlier")?.focus({ preventScroll: true });
  box.scrollTop = box.scrollHeight - below;
}

/** New messages are read from their beginning: of one that is longer than the screen, the end says little. */
function keepPlace(box, { atEnd, first, last }) {
  const unmoved = box.scrollTop === Number(box.dataset.place);
  if (last && last !== box.dataset.last && (first || atEnd || unmoved)) {
    box.scrollTop += box.lastElementChild.getBoundingClientRect().top - box.getBoundingClientRect().top - 8;
    box.dataset.place = box.scrollTop;
  } else if (atEnd || first) box.scrollTop = box.scrollHeight;
  box.dataset.last = last;
}

async function showThread() {
  const here = view;
  if (!view.thread) return;
  const isNews = asking("thread");
  const data = await see(`thread/${roomOf()}/${view.thread}`);
  const box = at("thread-messages");
  if (view !== here || !box || !isNews()) return;
  const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 80;
  const first = !box.firstChild;
  showMessages(box, data.messages, { room: data.id, inThread: true });
  if (atEnd && !first) box.scrollTop = box.scrollHeight;
}

let running = false;
let again = false;
async function keepFresh() {
  if (running) { again = true; return; }
  running = true;
  do {
    again = false;
    try { await refresh(); } catch (error) { console.warn(error); }
  } while (again);
  running = false;
}

function become(id) {
  const address = new URL(location.href);
  address.searchParams.set("as", id);
  if (view.kind === "room") address.hash = ""; // the other person may not be in this channel
  location.assign(address.href);
}

async function start() {
  Object.assign(directory, await (await fetch("/sandbox/directory")).json());
  const wanted = new URLSearchParams(location.search).get("as");
  directory.me = directory.people.some((person) => person.id === wanted) ? wanted : directory.people[0].id;
  setZone(directory.person(directory.me).tz);
  const seen = await see("overview");
  setNow(seen.now);
  told = seen.notices.length;
  at("strip").append(...strip().filter(Boolean));
  at("workspace").textContent = directory.workspace;
  at("viewer").append(viewAs(become));
  addEventListener("hashchange", () => go().catch((error) => toast(error.message)));
  addEventListener("keydown", (event) => { if (event.key === "Escape" && view.thread && !document.querySelector("dialog[open]")) closeThread(); });
  document.addEventListener("visibilitychange", keepFresh);
  await go();
  listen(keepFresh, () => showConnection(null));
}

start();
