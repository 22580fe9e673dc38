// The app's modal dialog.

import { act } from "./api.js";
import { avatar } from "./avatars.js";
import { blocks } from "./blocks.js";
import { directory } from "./directory.js";
import { back, place } from "./focus.js";
import { h, icon } from "./dom.js";
import { collect, refill } from "./inputs.js";
import { plainText } from "./texts.js";

let dialog = null;
let face = "";
let from = null; // where the keyboard was before

/** Show `view`, or nothing; what was filled in stays when the app changes the view. */
export function showModal(view, depth) {
  const now = view ? JSON.stringify(view) : "";
  if (now === face) return;
  face = now;
  const held = dialog && view && dialog.dataset.viewId === view.id ? collect(dialog) : {};
  if (view && !dialog) from = place();
  if (dialog) { dialog.close(); dialog.remove(); dialog = null; }
  if (!view) { back(from); return; }
  dialog = draw(view, depth);
  refill(dialog, held);
  document.body.append(dialog);
  dialog.showModal();
  const first = dialog.querySelector("[aria-invalid], .control");
  if (first) first.focus();
}

function draw(view, depth) {
  const body = h("div", { class: "dialog-body" }, blocks(view.blocks, { surface: "modal" }, view.errors));
  const close = () => act("close");
  const submit = view.submit ? h("button", { class: "button primary", type: "submit", data: { modal: "submit" } }, plainText(view.submit.text)) : null;
  const send = async (event) => {
    event.preventDefault();
    submit.disabled = true;
    const done = await act("submit", { values: collect(body) });
    if (!done || done.error) face = "";
    submit.disabled = false;
  };
  const away = depth > 1 ? "Back" : "Cancel";
  return h("dialog", { class: "dialog modal", "aria-labelledby": "modal-title", data: { viewId: view.id, surface: "modal" }, on: { cancel: (event) => { event.preventDefault(); close(); } } },
    h("form", { novalidate: true, on: { submit: send } },
      h("header", {}, avatar(directory.bot.id, "small"), h("h2", { id: "modal-title" }, plainText(view.title.text)),
        h("button", { class: "tool", type: "button", "aria-label": "Close", data: { modal: "close" }, on: { click: close } }, icon("close"))),
      body,
      h("div", { class: "dialog-foot" }, h("button", { class: "button", type: "button", on: { click: close } }, view.close ? plainText(view.close.text) : away), submit)));
}
