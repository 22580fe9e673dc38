// Block Kit: every block of a message, a modal or a home.

import { h, icon } from "./dom.js";
import { element } from "./elements.js";
import { control } from "./inputs.js";
import { plainText, textObject } from "./texts.js";
import { richText } from "./rich_text.js";

/** Draw blocks where `place` says: {surface, room, ts}; `errors` holds what the app refused, by block id. */
export function blocks(list, place, errors = {}) {
  return list.map((block) => {
    const draw = BLOCKS[block.type];
    const inside = draw ? draw(block, place, errors[block.block_id]) : [h("em", { class: "unknown" }, `[${block.type}]`)];
    return h("div", { class: `block block-${block.type}`, data: { blockId: block.block_id } }, inside);
  });
}

const BLOCKS = {
  divider: () => [h("hr")],
  header: (block) => [h("h3", { class: "block-title" }, plainText(block.text.text))],
  section,
  context: (block) => [h("div", { class: "context" }, block.elements.map(contextPiece))],
  actions: (block, place) => [h("div", { class: "actions" }, block.elements.map((each) => element(block, each, place)))],
  image: (block) => [block.title ? h("div", { class: "image-title" }, plainText(block.title.text)) : null, picture(block, "picture")],
  input,
  rich_text: (block) => richText(block.elements),
};

function section(block, place) {
  const words = h("div", { class: "section-words" });
  if (block.text) words.append(h("div", { class: "section-text" }, textObject(block.text)));
  if (block.fields) words.append(h("div", { class: "fields" }, block.fields.map((field) => h("div", { class: "field" }, textObject(field)))));
  if (!block.accessory) return [words];
  const beside = block.accessory.type === "image" ? picture(block.accessory, "thumbnail") : element(block, block.accessory, place);
  return [h("div", { class: "section-row" }, words, h("div", { class: "accessory" }, beside))];
}

function contextPiece(piece) {
  return piece.type === "image" ? picture(piece, "context-image") : h("span", {}, textObject(piece));
}

function input(block, place, error) {
  const needed = block.optional ? h("span", { class: "optional" }, " (optional)") : null;
  const name = block.label.text;
  const drawn = control(block.element, name, () => {});
  const beside = [[error, "error"], [block.hint, "hint"]].flatMap(([there, what]) => (there ? [`${block.block_id}-${what}`] : []));
  if (beside.length) drawn.setAttribute("aria-describedby", beside.join(" "));
  if (error) drawn.setAttribute("aria-invalid", "true");
  if (!block.optional && drawn.getAttribute("role") !== "group") drawn.setAttribute("aria-required", "true");
  return [
    h("div", { class: "input-label" }, plainText(name), needed),
    drawn,
    error ? h("div", { class: "input-error", role: "alert", id: `${block.block_id}-error` }, error) : null,
    block.hint ? h("div", { class: "input-hint", id: `${block.block_id}-hint` }, plainText(block.hint.text)) : null,
  ];
}

/** A picture of this sandbox; one from elsewhere is not loaded, its description stands in for it. */
export function picture(image, look) {
  const file = image.slack_file && (image.slack_file.id || image.slack_file.url.split("/").pop());
  const source = file ? `/sandbox/files/${encodeURIComponent(file)}` : image.image_url;
  const shown = h("img", { class: look, src: source, alt: image.alt_text, title: image.alt_text });
  shown.addEventListener("error", () => shown.replaceWith(h("span", { class: "no-picture" }, icon("file"), image.alt_text)));
  return shown;
}
