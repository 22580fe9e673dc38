// Interactive elements: buttons, overflow menus and everything that is chosen.

import { act } from "./api.js";
import { agreed } from "./dialogs.js";
import { h, icon } from "./dom.js";
import { collect, control } from "./inputs.js";
import { plainText, textObject } from "./texts.js";
import { link, unescape } from "./mrkdwn.js";

/** Draw an element; `place` says where it stands: {surface, room, ts}. */
export function element(block, what, place) {
  if (what.type === "button") return button(what, place);
  if (what.type === "overflow") return overflow(what, place);
  const beside = block.text ? block.text.text.replace(/[*_~`]/g, "") : what.action_id;
  const name = what.placeholder ? what.placeholder.text : beside;
  const drawn = control(what, name, (value) => press(drawn, what, place, value));
  return drawn || h("em", { class: "unknown" }, `[${what.type}]`);
}

async function press(node, what, place, value) {
  if (!(await agreed(what.confirm))) return;
  const root = node.closest("[data-surface]");
  node.classList.add("busy");
  node.setAttribute("aria-busy", "true");
  await act("click", { ...place, action_id: what.action_id, value: value ?? null, values: root ? collect(root) : {} });
  node.classList.remove("busy");
  node.removeAttribute("aria-busy");
}

function button(what, place) {
  const look = { class: `button ${what.style || ""}`, data: { actionId: what.action_id, value: what.value || "" }, "aria-label": what.accessibility_label };
  if (what.url) {
    const anchor = link(unescape(what.url), plainText(what.text.text));
    anchor.className = look.class;
    anchor.dataset.actionId = what.action_id;
    anchor.addEventListener("click", () => press(anchor, what, place, what.value));
    return anchor;
  }
  const node = h("button", { ...look, type: "button", on: { click: () => press(node, what, place, what.value) } }, plainText(what.text.text));
  return node;
}

function overflow(what, place) {
  const list = h("div", { class: "menu", role: "menu", hidden: true });
  const toggle = h("button", {
    class: "button overflow", type: "button", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": "More actions",
    data: { actionId: what.action_id }, on: { click: () => show(list.hidden) },
  }, icon("dots"));
  const box = h("span", { class: "overflow-box" }, toggle, list);
  const outside = (event) => { if (!box.contains(event.target)) show(false); };
  function show(open) {
    list.hidden = !open;
    toggle.setAttribute("aria-expanded", String(open));
    document[open ? "addEventListener" : "removeEventListener"]("click", outside);
    if (!open) return;
    list.style.left = null;
    const beyond = list.getBoundingClientRect().right + 8 - document.documentElement.clientWidth;
    if (beyond > 0) list.style.left = `${list.offsetLeft - beyond}px`;
    list.firstElementChild.focus();
  }
  box.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const items = [...list.children];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); items.at((items.indexOf(document.activeElement) + step) % items.length).focus(); }
    if (event.key === "Escape") { event.stopPropagation(); show(false); toggle.focus(); }
  });
  box.addEventListener("focusout", (event) => { if (!list.hidden && !box.contains(event.relatedTarget)) show(false); });
  for (const option of what.options) {
    const choose = () => { toggle.focus(); show(false); press(toggle, what, place, option.value); };
    list.append(h("button", { class: "menu-item", role: "menuitem", type: "button", data: { value: option.value }, on: { click: choose } },
      textObject(option.text), option.description ? h("small", {}, textObject(option.description)) : null));
  }
  return box;
}
