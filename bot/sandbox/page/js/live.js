// Staying in step with the sandbox: a snapshot, then server-sent events.

import { snapshot } from "./api.js";
import { emit, takeChange, takeSnapshot, world } from "./store.js";

let source = null;
let again = null;

/** Take a snapshot and follow what comes after it. Resolves with the first snapshot. */
export async function follow() {
  source?.close();
  takeSnapshot(await snapshot());
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
  again = setTimeout(() => follow().catch(followSoon), 1000);
}
