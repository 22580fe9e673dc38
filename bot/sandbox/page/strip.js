// The strip at the top: this is a sandbox, its clock, and moving it.

import { act } from "./api.js";
import { headerClock, setNow, zoneName } from "./dates.js";
import { directory } from "./directory.js";
import { h } from "./dom.js";

const STEPS = [["+5 min", 300], ["+1 h", 3600], ["+1 day", 86400]];

export function strip() {
  const clock = h("time", { id: "clock" });
  const tick = () => { clock.textContent = headerClock(); clock.title = `${zoneName()} time`; };
  tick();
  setInterval(tick, 500);
  return [
    h("span", { class: "strip-what" }, h("b", {}, "Local sandbox"), h("span", { class: "strip-more" }, "Not Slack. What you see here stays on this machine.")),
    h("span", { class: "strip-clock" }, clock, directory.can_move ? h("span", { class: "strip-steps", role: "group", "aria-label": "Move the clock forward" }, STEPS.map(step)) : null),
    h("span", { id: "connection", class: "connection", role: "status" }),
  ];
}

function step([label, seconds]) {
  const button = h("button", { type: "button", data: { move: String(seconds) }, title: `Move the sandbox's clock forward by ${label.slice(1)}`, on: { click: move } }, label);
  async function move() {
    const all = [...button.parentElement.children];
    for (const each of all) each.disabled = true;
    button.classList.add("busy");
    const moved = await act("move", { seconds });
    if (moved) setNow(moved.now);
    button.classList.remove("busy");
    for (const each of all) each.disabled = false;
  }
  return button;
}

/** Is the app connected? null: the sandbox itself does not answer. */
export function showConnection(connected) {
  const box = document.getElementById("connection");
  const state = connected === null ? "Sandbox stopped" : `${directory.bot.name} ${connected ? "connected" : "not connected"}`;
  if (box.textContent !== state) box.textContent = state;
  box.classList.toggle("on", Boolean(connected));
}
