// Short notes at the lower edge: what went wrong, said once.

import { h } from "./dom.js";

export function toast(text) {
  const box = document.getElementById("toasts");
  const note = h("div", { class: "toast", role: "alert" }, text);
  box.append(note);
  setTimeout(() => note.remove(), 8000);
}
