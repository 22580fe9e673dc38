// The room with what whoever runs the sandbox wants its visitors to know.

import { h } from "./dom.js";

/** Headings and paragraphs of plain text. */
export function notesRoom(notes) {
  return notes.sections.map((section) => h("section", {}, h("h2", {}, section.title),
    section.paragraphs.map((text) => h("p", {}, text))));
}
