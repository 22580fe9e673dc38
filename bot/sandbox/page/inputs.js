// Form controls of Block Kit, and reading what was filled in.

import { ofClock, onClock } from "./dates.js";
import { h } from "./dom.js";
import { directory } from "./directory.js";
import { unescape } from "./mrkdwn.js";
import { textObject } from "./texts.js";

const DATES = { datepicker: ["date", "initial_date"], timepicker: ["time", "initial_time"] };
let groups = 0; // radio buttons of one group share a name that no other group has
const TYPED = { email_text_input: "email", url_text_input: "url", number_input: "number", plain_text_input: "text" };

/** The control for an element, or null if it is none; `changed(value)` is called when a choice was made. */
export function control(element, label, changed) {
  const mark = { class: "control", data: { actionId: element.action_id, kind: element.type }, "aria-label": label };
  if (element.type in TYPED) return written(element, mark, changed);
  if (element.type in DATES) {
    const [type, initial] = DATES[element.type];
    return h("input", { ...mark, type, value: element[initial] || "", on: { change: (e) => changed(e.target.value) } });
  }
  if (element.type === "datetimepicker") return moment(element, mark, changed);
  if (element.type === "checkboxes" || element.type === "radio_buttons") return ticks(element, label, changed);
  if (element.type.endsWith("select")) return menu(element, mark, changed);
  return null;
}

function written(element, mark, changed) {
  const multiline = element.multiline;
  const field = h(multiline ? "textarea" : "input", {
    ...mark,
    type: multiline ? null : TYPED[element.type],
    rows: multiline ? 4 : null,
    minlength: element.min_length, maxlength: element.max_length, min: element.min_value, max: element.max_value,
    step: element.is_decimal_allowed ? "any" : null,
    placeholder: element.placeholder ? element.placeholder.text : null,
    on: { change: (e) => changed(e.target.value) },
  });
  field.value = element.initial_value || "";
  return field;
}

function moment(element, mark, changed) {
  const field = h("input", { ...mark, type: "datetime-local", on: { change: () => changed(read(field)) } });
  if (element.initial_date_time) field.valueAsNumber = onClock(element.initial_date_time) * 1000;
  return field;
}

function ticks(element, label, changed) {
  const single = element.type === "radio_buttons";
  const chosen = single ? [element.initial_option] : element.initial_options || [];
  const initial = chosen.filter(Boolean).map((option) => option.value);
  const group = `${element.action_id}-${groups += 1}`;
  const box = h("div", { class: "control ticks", role: single ? "radiogroup" : "group", "aria-label": label, data: { actionId: element.action_id, kind: element.type } });
  for (const option of element.options) {
    const input = h("input", { type: single ? "radio" : "checkbox", name: group, value: option.value, checked: initial.includes(option.value), on: { change: () => changed(read(box)) } });
    const more = option.description ? h("small", {}, textObject(option.description)) : null;
    box.append(h("label", {}, input, h("span", {}, textObject(option.text), more)));
  }
  return box;
}

function offered(element) {
  if (element.type.includes("users")) return [["", directory.people.map((person) => [person.id, person.real_name])]];
  if (/channels|conversations/.test(element.type)) return [["", directory.channels.map((room) => [room.id, `#${room.name}`])]];
  const pairs = (options) => options.map((option) => [option.value, option.text.text]);
  if (element.option_groups) return element.option_groups.map((group) => [group.label.text, pairs(group.options)]);
  return [["", pairs(element.options)]];
}

function initialOf(element) {
  const one = element.initial_option && element.initial_option.value;
  const many = (element.initial_options || []).map((option) => option.value);
  return [one, element.initial_user, element.initial_channel, element.initial_conversation, ...many, ...(element.initial_users || [])];
}

function menu(element, mark, changed) {
  const many = element.type.startsWith("multi");
  const chosen = initialOf(element);
  const box = h("select", { ...mark, multiple: many, on: { change: () => changed(read(box)) } });
  const placeholder = element.placeholder ? element.placeholder.text : "Choose…";
  if (!many) box.append(h("option", { value: "", selected: true }, unescape(placeholder)));
  for (const [label, options] of offered(element)) {
    const items = options.map(([value, text]) => h("option", { value, selected: chosen.includes(value) }, unescape(text)));
    if (label) box.append(h("optgroup", { label }, items));
    else box.append(...items);
  }
  return box;
}

function read(box) {
  const kind = box.dataset.kind;
  if (kind === "radio_buttons") return (box.querySelector("input:checked") || { value: null }).value;
  if (kind === "checkboxes") return [...box.querySelectorAll("input:checked")].map((input) => input.value);
  if (kind.startsWith("multi")) return [...box.selectedOptions].map((option) => option.value);
  if (kind === "datetimepicker") return box.value ? Math.round(ofClock(box.valueAsNumber / 1000)) : null;
  return box.value === "" ? null : box.value;
}

/** What all controls inside `root` hold: block id → action id → value. */
export function collect(root) {
  const values = {};
  for (const box of root.querySelectorAll(".control")) {
    const block = box.closest("[data-block-id]").dataset.blockId;
    (values[block] ||= {})[box.dataset.actionId] = read(box);
  }
  return values;
}

/** Put back what was filled in before the controls were drawn anew. */
export function refill(root, values) {
  for (const box of root.querySelectorAll(".control")) {
    const held = (values[box.closest("[data-block-id]").dataset.blockId] || {})[box.dataset.actionId];
    if (held === undefined || held === null) continue;
    if (box.classList.contains("ticks")) for (const input of box.querySelectorAll("input")) input.checked = [held].flat().includes(input.value);
    else if (box.multiple) for (const option of box.options) option.selected = held.includes(option.value);
    else if (box.dataset.kind === "datetimepicker") box.valueAsNumber = onClock(held) * 1000;
    else box.value = held;
  }
}
