// Building the page. Text only ever goes in as text: nothing here parses HTML.

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes (`on` holds listeners, `data` data attributes) and children (nodes or strings). */
export function h(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    else if (name === "data") for (const [key, text] of Object.entries(value)) node.dataset[key] = text;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Make the children of `box` show `items`, touching only those that changed; `render(item)` gives the node. */
export function sync(box, items, keyOf, render) {
  const old = new Map([...box.children].map((child) => [child.syncKey, child]));
  let place = box.firstElementChild;
  for (const item of items) {
    const key = keyOf(item);
    const face = JSON.stringify(item);
    let node = old.get(key);
    old.delete(key);
    if (!node || node.syncFace !== face) {
      const fresh = render(item);
      fresh.syncKey = key;
      fresh.syncFace = face;
      if (node) {
        if (node === place) place = node.nextElementSibling;
        node.remove();
      }
      node = fresh;
    }
    if (node === place) place = place.nextElementSibling;
    else box.insertBefore(node, place);
  }
  for (const gone of old.values()) gone.remove();
}

const ICONS = {
  hash: ["M5 3.5 4 12.5", "M11 3.5l-1 9", "M3 6.2h10.5", "M2.5 9.8H13"],
  lock: ["M4 7.5h8v5.5H4z", "M5.5 7.5V5.4a2.5 2.5 0 0 1 5 0v2.1"],
  mail: ["M2 4h12v8.5H2z", "m2 4.5 6 4.3 6-4.3"],
  close: ["m4 4 8 8", "m12 4-8 8"],
  back: ["M9.8 3.5 5.2 8l4.6 4.5"],
  reply: ["M2.5 3.5h11v7H8l-3 2.8v-2.8H2.5z"],
  link: ["M6.8 9.2 9.2 6.8", "M7.2 5 9 3.2a2.6 2.6 0 0 1 3.7 3.7L11 8.7", "M8.8 11 7 12.8a2.6 2.6 0 0 1-3.7-3.7L5 7.3"],
  send: ["M2.5 8 13.5 3l-3 10-3-3.6z", "m7.5 9.4 6-6.4"],
  dots: ["M3.4 8h.01", "M8 8h.01", "M12.6 8h.01"],
  eye: ["M1.8 8S4 4.2 8 4.2 14.2 8 14.2 8 12 11.8 8 11.8 1.8 8 1.8 8z", "M8 6.6a1.4 1.4 0 1 0 0 2.8 1.4 1.4 0 0 0 0-2.8z"],
  people: ["M6 7.6a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6z", "M1.8 13c.2-2.4 1.9-3.8 4.2-3.8s4 1.4 4.2 3.8", "M10.5 3.3a2.2 2.2 0 0 1 0 4.1", "M11.7 9.5c1.5.5 2.4 1.7 2.5 3.5"],
  file: ["M4 2h5.2L12 4.8V14H4z", "M9 2v3h3"],
};

/** A small line drawing; decoration only, so hidden from screen readers. */
export function icon(name) {
  const strokes = ICONS[name].map((d) => svg("path", { d }));
  return svg("svg", { class: `icon icon-${name}`, viewBox: "0 0 16 16", "aria-hidden": "true" }, strokes);
}
