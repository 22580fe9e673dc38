// Talking with the sandbox: what is to be seen, what a person does, and news of changes.

import { directory } from "./directory.js";
import { toast } from "./toast.js";

async function answer(response) {
  const body = await response.json();
  if (!response.ok) throw new Error(body.error || response.statusText);
  return body;
}

/** Read something as the person we are. */
export async function see(path, asked = {}) {
  return answer(await fetch(`/sandbox/${path}?${new URLSearchParams({ as: directory.me, ...asked })}`));
}

/** Do something as the person we are; a refusal becomes a toast. Returns null if it was refused. */
export async function act(deed, what = {}) {
  try {
    return await answer(await fetch(`/sandbox/${deed}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ as: directory.me, ...what }),
    }));
  } catch (error) {
    toast(error.message);
    return null;
  }
}

/** Call `changed` at every change in the sandbox and once at the start, `lost` when it does not answer. */
export function listen(changed, lost) {
  const source = new EventSource("/sandbox/events");
  source.onmessage = (message) => changed(JSON.parse(message.data));
  source.onerror = lost;
}
