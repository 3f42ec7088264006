// Staying in step with the sandbox: a snapshot, then server-sent events.

import { snapshot } from "./api.js";
import { emit, takeChange, takeSnapshot, world } from "./store.js";

let source = null;
let again = null;
let taken = -Infinity; // when the last snapshot came

/** Take a snapshot and follow what comes after it. Resolves with the first snapshot. */
export async function follow() {
  source?.close();
  takeSnapshot(await snapshot());
  taken = performance.now();
  emit("world");
  source = new EventSource(`/control/events?after=${world.number}`);
  source.addEventListener("change", (event) => takeChange(JSON.parse(event.data)));
  source.addEventListener("reload", () => {
    source.close();
    followSoon();
  });
  source.addEventListener("open", () => emit("connection", true));
  source.addEventListener("error", () => emit("connection", false));
}

/** Once a second at most: a burst of changes must not become a burst of snapshots. */
function followSoon() {
  clearTimeout(again);
  again = setTimeout(() => follow().catch(followSoon), Math.max(50, taken + 1000 - performance.now()));
}
