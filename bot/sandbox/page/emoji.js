// The emoji this page knows by name. The signals are drawn here, so that they look the same without an emoji font.

import { svg } from "./dom.js";

const CHARACTERS = {
  red_circle: "🔴", large_orange_circle: "🟠", large_yellow_circle: "🟡", large_green_circle: "🟢",
  large_blue_circle: "🔵", large_purple_circle: "🟣", white_circle: "⚪", black_circle: "⚫",
  white_check_mark: "✅", heavy_check_mark: "✔️", x: "❌", warning: "⚠️", rotating_light: "🚨", bell: "🔔",
  no_bell: "🔕", zzz: "💤", hourglass_flowing_sand: "⏳", hourglass: "⌛", eyes: "👀", tada: "🎉", fire: "🔥",
  rocket: "🚀", mag: "🔍", wrench: "🔧", bulb: "💡", moneybag: "💰", thinking_face: "🤔", wave: "👋",
  chart_with_upwards_trend: "📈", chart_with_downwards_trend: "📉", bar_chart: "📊", calendar: "📅", clock3: "🕒",
  pushpin: "📌", memo: "📝", book: "📖", email: "✉️", pager: "📟", phone: "☎️", telephone_receiver: "📞", "+1": "👍",
  thumbsup: "👍", "-1": "👎", thumbsdown: "👎", pray: "🙏", clap: "👏", heart: "❤️", smile: "😄", slightly_smiling_face: "🙂",
  point_right: "👉", arrow_up: "⬆️", arrow_down: "⬇️", arrow_right: "➡️", leftwards_arrow_with_hook: "↩️",
  information_source: "ℹ️", question: "❓", exclamation: "❗", repeat: "🔁", construction: "🚧", ship: "🚢", airplane: "✈️",
  snowflake: "❄️", beach_with_umbrella: "🏖️", robot_face: "🤖", lock: "🔒", key: "🔑", link: "🔗", star: "⭐", sos: "🆘",
};

const disc = (fill) => [["circle", { cx: 8, cy: 8, r: 6.4, fill }], ["circle", { cx: 6, cy: 5.6, r: 2, fill: "#fff", opacity: 0.22 }]];
const line = (d, stroke, width = 2) => ["path", { d, fill: "none", stroke, "stroke-width": width, "stroke-linecap": "round", "stroke-linejoin": "round" }];
const area = (d, fill) => ["path", { d, fill }];
const tile = (fill) => ["rect", { x: 1.4, y: 1.4, width: 13.2, height: 13.2, rx: 3, fill }];
const sheet = ["rect", { x: 1.2, y: 2, width: 13.6, height: 12, rx: 1.6, fill: "#eef1f5", stroke: "#b6bfca", "stroke-width": 0.8 }];
const bell = area("M8 1.8c2.6 0 4.1 1.9 4.1 4.4 0 3 .9 4.2 1.7 5.2H2.2c.8-1 1.7-2.2 1.7-5.2 0-2.5 1.5-4.4 4.1-4.4zM6.4 12.4h3.2a1.6 1.6 0 0 1-3.2 0z", "#eab308");

const DRAWN = {
  "🔴": disc("#d9304f"), "🟠": disc("#e8822a"), "🟡": disc("#e9b824"), "🟢": disc("#2aa567"), "🔵": disc("#2f7fd6"),
  "🟣": disc("#8b5cc7"), "⚪": disc("#c9ced6"), "⚫": disc("#33363d"),
  "🟩": [tile("#2aa567")], "🟥": [tile("#d9304f"), line("m5 5 6 6M11 5l-6 6", "#fff", 1.6)], "⬜": [tile("#d5d9df")],
  "🔺": [area("M8 2.2 14.6 13.6H1.4z", "#d9304f")],
  "✅": [tile("#2aa567"), line("m4.4 8.3 2.5 2.5 4.8-5.3", "#fff")],
  "✔": [line("m3 8.6 3.4 3.4 6.6-7.6", "#2aa567", 2.4)],
  "❌": [line("m3.6 3.6 8.8 8.8M12.4 3.6l-8.8 8.8", "#d9304f", 2.6)],
  "⚠": [area("M8 1.5 15.2 14H.8z", "#f0b429"), line("M8 6v3.6", "#3b2f0b", 1.7), line("M8 11.9h.01", "#3b2f0b", 1.9)],
  "🚨": [area("M4.4 11.5V8a3.6 3.6 0 0 1 7.2 0v3.5z", "#d9304f"), area("M3 11.8h10v2.4H3z", "#5a6270"), line("M8 1.2v1.2M2.6 3.4l1 1M13.4 3.4l-1 1M1.4 8h1M13.6 8h1", "#d9304f", 1.3)],
  "🔔": [bell],
  "🔕": [bell, line("M2.4 2.4 13.6 13.6", "#d9304f", 1.8)],
  "💤": [line("M2.6 8.6h4l-4 5h4", "#4a7fd0", 1.6), line("M8.6 2.4h4.6L8.6 8.2h4.6", "#4a7fd0", 1.8)],
  "⏳": [area("M4 2h8v2.4L9 8l3 3.6V14H4v-2.4L7 8 4 4.4z", "#e9c877"), line("M3.4 1.8h9.2M3.4 14.2h9.2", "#8a6a3a", 1.6)],
  "👀": [["ellipse", { cx: 4.6, cy: 8, rx: 3, ry: 4.4, fill: "#fff", stroke: "#6b7280" }], ["ellipse", { cx: 11.4, cy: 8, rx: 3, ry: 4.4, fill: "#fff", stroke: "#6b7280" }], ["circle", { cx: 5.4, cy: 8.6, r: 1.5, fill: "#2b2f36" }], ["circle", { cx: 12.2, cy: 8.6, r: 1.5, fill: "#2b2f36" }]],
  "📈": [sheet, line("m3.4 11 3-3.2 2.2 1.8 4-5", "#d9304f", 1.5)],
  "📉": [sheet, line("m3.4 5 3 3.4 2.2-1.6 4 4.6", "#2f7fd6", 1.5)],
  "📊": [sheet, line("M4.6 12V8.4", "#2aa567"), line("M8 12V4.6", "#d9304f"), line("M11.4 12V6.8", "#2f7fd6")],
  "🔍": [["circle", { cx: 6.6, cy: 6.6, r: 4.2, fill: "#dbeafe", stroke: "#4b5563", "stroke-width": 1.6 }], line("m10 10 4 4", "#4b5563", 2.2)],
  "💡": [area("M8 1.4a4.6 4.6 0 0 1 2.6 8.4v1.6H5.4V9.8A4.6 4.6 0 0 1 8 1.4z", "#f0c040"), line("M6 13h4", "#6b7280", 1.5)],
  "💰": [area("M6 4.4h4c2.4 1.8 4 4.4 4 6.6 0 2.4-2 3.4-6 3.4S2 13.4 2 11c0-2.2 1.6-4.8 4-6.6zM5.6 1.6h4.8L9.6 4H6.4z", "#c9962f"), line("M9.6 7.8c-.6-.7-3-.8-3 .5 0 1.4 3 .8 3 2.3 0 1.3-2.6 1.2-3.2.4M8 6.6v5.8", "#fff3d0", 1.1)],
  "📅": [sheet, area("M1.2 3.6A1.6 1.6 0 0 1 2.8 2h10.4a1.6 1.6 0 0 1 1.6 1.6V6H1.2z", "#d9304f"), line("M4.5 9h.01M8 9h.01M11.5 9h.01M4.5 11.7h.01M8 11.7h.01", "#6b7280", 1.6)],
  "📌": [area("M6 1.6h4l-.6 4.4 2.6 2.6H4l2.6-2.6z", "#d9304f"), line("M8 8.8v5.4", "#6b7280", 1.3)],
  "📟": [["rect", { x: 1, y: 4, width: 14, height: 8.6, rx: 1.8, fill: "#3b414c" }], ["rect", { x: 2.8, y: 5.8, width: 8, height: 3, rx: .6, fill: "#a7d8b0" }], line("M3.6 10.8h5M12.8 7h.01", "#d1d5db", 1.2)],
  "🔧": [line("m5 11 6-6", "#6b7280", 2.6), ["circle", { cx: 11.8, cy: 4.2, r: 2.6, fill: "#6b7280" }], ["circle", { cx: 4.2, cy: 11.8, r: 2.2, fill: "#6b7280" }], line("m12 4 2.4-2.4", "#fff", 1.8)],
  "👉": [area("M1.6 6h4.6l1.2-1h6.8a1.1 1.1 0 0 1 0 2.2H10c1 0 1 4.8-2.2 4.8H1.6z", "#f3c04f")],
  "ℹ": [tile("#2f7fd6"), line("M8 7.4v4", "#fff", 1.8), line("M8 4.6h.01", "#fff", 2)],
  "🔁": [tile("#2f7fd6"), line("M4.4 8V6.8c0-.9.6-1.4 1.4-1.4h5M9.4 4l1.6 1.4L9.4 6.8M11.6 8v1.2c0 .9-.6 1.4-1.4 1.4h-5M6.6 12 5 10.6l1.6-1.4", "#fff", 1.2)],
  "✉": [sheet, line("m2 4 6 4.6L14 4", "#6b7280", 1.2)],
};

const RAW = new RegExp(`(${Object.keys(DRAWN).join("|")})\\uFE0F?`, "gu");

function drawing(character, label) {
  const shapes = DRAWN[character].map(([tag, attributes]) => svg(tag, attributes));
  return svg("svg", { class: "emoji", viewBox: "0 0 16 16", role: "img", "aria-label": label }, shapes);
}

/** The emoji called `name`, or null if this page does not know it. */
export function emoji(name) {
  const character = CHARACTERS[name];
  if (!character) return null;
  const bare = character.replace("\uFE0F", "");
  return DRAWN[bare] ? drawing(bare, name.replaceAll("_", " ")) : document.createTextNode(character);
}

/** Text in which the signals that were written as characters are drawn too. */
export function withDrawings(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(RAW)) {
    nodes.push(text.slice(end, match.index), drawing(match[1], match[0]));
    end = match.index + match[0].length;
  }
  return [...nodes, text.slice(end)].filter((node) => node !== "");
}
