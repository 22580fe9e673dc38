// What tests/browser/test_sandbox_page.py asks of the page.

const parse = (text) => { const n = text.match(/[\d.]+/g).map(Number); return n.length > 3 ? n : [...n, 1]; };
const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
const shown = (node) => node.checkVisibility({ visibilityProperty: true });
const chain = (node) => (node ? [...chain(node.parentElement), getComputedStyle(node)] : []);

/** The colour behind an element. */
function ground(node) {
  const canvas = matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18, 1] : [255, 255, 255, 1];
  return chain(node).map((style) => parse(style.backgroundColor)).reduce((under, top) => over(top, under), canvas);
}

/** Relative luminance, as WCAG 2 defines it. */
function light(colour) {
  return [0.2126, 0.7152, 0.0722].reduce((sum, weight, i) => {
    const part = colour[i] / 255;
    return sum + weight * (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  }, 0);
}

/** Contrast of a colour on what is behind an element, as WCAG 2 defines it: from 1 to 21. */
function contrast(node, color) {
  const opacity = chain(node).reduce((product, style) => product * Number(style.opacity), 1);
  const text = parse(color), under = ground(node);
  const [darker, lighter] = [light(over([...text.slice(0, 3), text[3] * opacity], under)), light(under)].sort((x, y) => x - y);
  return (lighter + 0.05) / (darker + 0.05);
}

/** How many texts there are, and those with a contrast below 4.5. */
function tooFaint() {
  const seen = [];
  const walker = document.createTreeWalker(document.querySelector("dialog[open]") || document.body, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const node = text.parentElement;
    if (text.data.trim() && shown(node) && !node.closest(":disabled, noscript")) seen.push([text.data, node, getComputedStyle(node).color]);
  }
  for (const field of document.querySelectorAll("[placeholder]")) {
    if (shown(field)) seen.push([field.placeholder, field, getComputedStyle(field, "::placeholder").color]);
  }
  const told = seen.map(([said, node, color]) => [said.trim().slice(0, 40), node.className || node.tagName, contrast(node, color)]);
  return [told.length, told.filter((each) => each[2] < 4.5)];
}

/** What scrolls sideways, and what can be pressed but is beyond the edge of the screen. */
function stickingOut() {
  const width = document.documentElement.clientWidth;
  const boxes = [document.scrollingElement, ...document.querySelectorAll(".messages, .home, .dialog-body, #mail, #rooms, .main-head")];
  const wide = boxes.filter((box) => shown(box) && box.scrollWidth > box.clientWidth);
  const out = [...document.querySelectorAll("button, a, input, select, textarea")].filter((each) => {
    const { left, right } = each.getBoundingClientRect();
    return shown(each) && (left < 0 || right > width + 0.5);
  });
  return [...wide, ...out].map((each) => each.outerHTML.slice(0, 90));
}

/** Where the keyboard is, whether that is seen, and whether it is in a dialog. */
function focus() {
  const node = document.activeElement;
  const style = getComputedStyle(node);
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  const framed = node.matches(".composer textarea") && getComputedStyle(node.parentElement).boxShadow !== "none";
  const order = [...document.querySelectorAll("*")].indexOf(node);
  return { order, seen: ring || framed, what: node === document.body ? "" : node.outerHTML.slice(0, 90), inside: Boolean(node.closest("dialog")) };
}

/** What a screen reader could only call "button", "field" or "picture". */
function nameless() {
  const named = (each) => each.getAttribute("aria-label") || each.getAttribute("aria-labelledby") || each.alt || each.title
    || each.textContent.trim() || (each.labels && each.labels.length);
  return [...document.querySelectorAll("button, a, input, select, textarea, img, [role=img], dialog, iframe")]
    .filter((each) => shown(each) && !named(each)).map((each) => each.outerHTML.slice(0, 90));
}
