// Text objects: plain_text (only emoji names mean something) and mrkdwn.

import { emoji, withDrawings } from "./emoji.js";
import { mrkdwn, unescape } from "./mrkdwn.js";

/** plain_text as nodes. */
export function plainText(text) {
  return text.split(/:([a-z0-9_+-]+):/).flatMap((part, number) => {
    if (number % 2) return [emoji(part) || `:${part}:`];
    return withDrawings(unescape(part));
  });
}

/** A text object of either kind as nodes. */
export function textObject(object) {
  return object.type === "mrkdwn" ? mrkdwn(object.text) : plainText(object.text);
}
