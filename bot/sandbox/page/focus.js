// Where the keyboard is: it stays there when what it was on is drawn anew, and comes back from where it was sent.

const CAN_HAVE_IT = "a[href], button:not(:disabled), input, select, textarea, [tabindex]";

/** What tells an element from the others, whenever it is drawn. */
function face(node) {
  const row = node.closest("[data-ts]");
  const names = ["id", "href", "aria-label", "data-action-id", "data-value"].map((name) => node.getAttribute(name));
  return JSON.stringify([row && row.dataset.ts, node.tagName, ...names]);
}

/** Remember where the keyboard is. */
export function place() {
  const node = document.activeElement;
  const row = node.closest("[data-ts]");
  return { node, face: face(node), row: row && `#${row.parentElement.id} > [data-ts="${CSS.escape(row.dataset.ts)}"]` };
}

/** Go back to that place, or to what stands there now; whoever is somewhere else already stays. */
export function back(to) {
  if (document.activeElement !== document.body || to.node === document.body) return;
  const same = to.node.isConnected ? to.node : [...document.querySelectorAll(CAN_HAVE_IT)].find((each) => face(each) === to.face);
  const row = to.row && document.querySelector(to.row);
  const instead = row && (row.querySelector(".content button:not(.menu-item)") || row);
  const found = same || instead || document.getElementById("composer");
  if (found) found.focus({ preventScroll: true });
}

/** Do `change`, which draws what is in `box` anew. */
export function keepingFocus(box, change) {
  const was = box.contains(document.activeElement) ? place() : null;
  change();
  if (was) back(was);
}

/** The arrows lead from message to message, so that the buttons of each are a Tab away. */
export function arrowsBetween(box, selector) {
  box.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.target.closest("select, input, textarea")) return;
    const rows = [...box.querySelectorAll(selector)];
    const here = rows.indexOf(event.target.closest(selector));
    const steps = { ArrowUp: here - 1, ArrowDown: here + 1, Home: 0, End: rows.length - 1 };
    if (!(event.key in steps) || !rows.length) return;
    event.preventDefault();
    rows[here < 0 && event.key.startsWith("Arrow") ? rows.length - 1 : Math.min(Math.max(steps[event.key], 0), rows.length - 1)].focus();
  });
}
