// Times as Slack tells them, in the zone of the person who looks.

let zone = "UTC";
let offset = 0; // seconds from this computer's clock to the sandbox's

export function setZone(name) { zone = name; }
export function setNow(seconds) { offset = seconds - Date.now() / 1000; }
export function now() { return Date.now() / 1000 + offset; }

function told(seconds, options) {
  return new Intl.DateTimeFormat("en-US", { timeZone: zone, ...options }).format(new Date(seconds * 1000));
}

/** The clock of 24 hours, which members of Slack can prefer: the messages have it too. */
const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

const day = (seconds) => told(seconds, { year: "numeric", month: "2-digit", day: "2-digit" });

function ordinal(seconds) {
  const number = Number(told(seconds, { day: "numeric" }));
  const ending = number % 100 > 10 && number % 100 < 14 ? "th" : ["th", "st", "nd", "rd"][number % 10] || "th";
  return `${number}${ending}`;
}

function near(seconds) {
  for (const [word, shift] of [["today", 0], ["yesterday", -86400], ["tomorrow", 86400]]) {
    if (day(seconds) === day(now() + shift)) return word;
  }
  return null;
}

function withYear(seconds, text) {
  const year = told(seconds, { year: "numeric" });
  return year === told(now(), { year: "numeric" }) ? text : `${text}, ${year}`;
}

const FORMATS = {
  date_num: (s) => { const [m, d, y] = day(s).split("/"); return `${y}-${m}-${d}`; },
  date_slash: (s) => day(s),
  date: (s) => withYear(s, `${told(s, { month: "long" })} ${ordinal(s)}`),
  date_short: (s) => told(s, { month: "short", day: "numeric", year: "numeric" }),
  date_long: (s) => `${told(s, { weekday: "long" })}, ${told(s, { month: "long" })} ${ordinal(s)}, ${told(s, { year: "numeric" })}`,
  time: (s) => told(s, CLOCK),
  time_secs: (s) => told(s, { ...CLOCK, second: "2-digit" }),
  ago: (s) => ago(now() - s),
};
for (const name of ["date", "date_short", "date_long"]) {
  FORMATS[`${name}_pretty`] = (seconds) => near(seconds) || FORMATS[name](seconds);
}
FORMATS.day_divider_pretty = FORMATS.date_pretty;

function ago(seconds) {
  const ahead = seconds < 0;
  const size = Math.abs(seconds);
  const [count, unit] = size < 60 ? [Math.round(size), "second"] : size < 3600 ? [Math.round(size / 60), "minute"]
    : size < 86400 ? [Math.round(size / 3600), "hour"] : [Math.round(size / 86400), "day"];
  const words = `${count} ${unit}${count === 1 ? "" : "s"}`;
  return ahead ? `in ${words}` : `${words} ago`;
}

/** Slack's `{date_short} at {time}` for a moment; unknown tokens stay as they are. */
export function dateText(seconds, format) {
  return format.replace(/\{([a-z_]+)\}/g, (whole, name) => (FORMATS[name] ? FORMATS[name](seconds) : whole));
}

/** Seconds that the clock of the person who looks is ahead of UTC at a moment. */
function ahead(seconds) {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone: zone, ...CLOCK, second: "2-digit", year: "numeric", month: "numeric", day: "numeric" }).formatToParts(new Date(seconds * 1000));
  const [year, month, date, hour, minute, second] = ["year", "month", "day", "hour", "minute", "second"].map((name) => Number(parts.find((part) => part.type === name).value));
  return Date.UTC(year, month - 1, date, hour, minute, second) / 1000 - Math.floor(seconds);
}

/** What the person's clock shows at a moment, as if it were UTC: what a field for date and time holds. */
export const onClock = (seconds) => seconds + ahead(seconds);
/** The moment at which the person's clock shows this. */
export const ofClock = (shown) => shown - ahead(shown - ahead(shown));

export const clockTime = (ts) => FORMATS.time(Number(ts));
export const fullTime = (ts) => `${FORMATS.date_long(Number(ts))} at ${FORMATS.time_secs(Number(ts))}`;
export const dayOf = (ts) => day(Number(ts));

/** "Today", "Yesterday", or "Friday, February 15th". */
export function dayName(ts) {
  const seconds = Number(ts);
  const word = near(seconds);
  if (word) return word[0].toUpperCase() + word.slice(1);
  return withYear(seconds, `${told(seconds, { weekday: "long" })}, ${told(seconds, { month: "long" })} ${ordinal(seconds)}`);
}

/** The sandbox's clock for the header: "Fri 15 Feb 2013, 15:00". */
export function headerClock() {
  const [weekday, date, month, year] = ["weekday", "day", "month", "year"].map((part) => told(now(), { [part]: part === "year" || part === "day" ? "numeric" : "short" }));
  return `${weekday} ${date} ${month} ${year}, ${told(now(), CLOCK)}`;
}

export const zoneName = () => zone.split("/").pop().replaceAll("_", " ");
