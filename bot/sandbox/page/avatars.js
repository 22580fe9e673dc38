// Faces: initials on a colour for people, a coil of rope for Oakum.

import { h, svg } from "./dom.js";
import { directory } from "./directory.js";

export function avatar(id, size = "") {
  if (id === directory.bot.id) return h("span", { class: `avatar avatar-bot ${size}`, "aria-hidden": "true" }, coil());
  const person = directory.person(id);
  const name = person ? person.real_name : id;
  const initials = name.split(/\s+/).map((word) => word[0]).slice(0, 2).join("").toUpperCase();
  const tint = directory.people.findIndex((each) => each.id === id) % 6;
  return h("span", { class: `avatar tint-${Math.max(tint, 0)} ${size}`, "aria-hidden": "true" }, initials);
}

function coil() {
  const ring = (r, dash) => svg("circle", { cx: 18, cy: 18, r, "stroke-dasharray": dash });
  return svg("svg", { viewBox: "0 0 36 36" }, ring(11, "4.6 1.16"), ring(5.4, "3.4 0.84"),
    svg("path", { d: "M27.8 22.6c1.8 2.6 2.6 4.6 2.8 7" }));
}
