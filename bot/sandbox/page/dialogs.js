// The question before a dangerous press.

import { h } from "./dom.js";
import { textObject } from "./texts.js";

/** Ask what `confirm` says; true if the person agrees, at once if there is nothing to ask. */
export function agreed(confirm) {
  if (!confirm) return Promise.resolve(true);
  return new Promise((resolve) => {
    const finish = (answer) => { dialog.close(); dialog.remove(); resolve(answer); };
    const yes = h("button", { class: `button ${confirm.style === "danger" ? "danger" : "primary"}`, type: "button", data: { confirm: "yes" }, on: { click: () => finish(true) } }, textObject(confirm.confirm));
    const no = h("button", { class: "button", type: "button", data: { confirm: "no" }, on: { click: () => finish(false) } }, textObject(confirm.deny));
    const dialog = h("dialog", { class: "dialog confirm", "aria-labelledby": "confirm-title", on: { cancel: (e) => { e.preventDefault(); finish(false); } } },
      h("h2", { id: "confirm-title" }, textObject(confirm.title)), h("div", { class: "dialog-body" }, textObject(confirm.text)),
      h("div", { class: "dialog-foot" }, no, yes));
    document.body.append(dialog);
    dialog.showModal();
    yes.focus();
  });
}
