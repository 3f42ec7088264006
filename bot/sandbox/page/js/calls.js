// What the bot called last, and how it went.

import * as api from "./api.js";
import { h } from "./dom.js";
import { complain } from "./notices.js";
import { t } from "./prefs.js";

const SHOWN = 12;
const EVERY = 1500;
/** Milliseconds between looks while the drawer is open. */

export function callsTable() {
  const body = h("ul", { class: "calls" });
  async function refresh() {
    const { calls } = await api.calls(200);
    const interesting = calls.filter((each) => each.method.toLowerCase() !== "getupdates").slice(-SHOWN).reverse();
    body.replaceChildren(...interesting.map((each) => h("li", { class: each.status === 200 ? "" : "bad" },
      h("code", {}, each.method), h("span", {}, each.fault || (each.status === 200 ? "" : each.description)), h("strong", {}, String(each.status || "✕")))));
    if (!interesting.length) body.replaceChildren(h("li", {}, t("noCalls")));
  }
  const timer = setInterval(() => document.hidden || refresh().catch(() => {}), EVERY); // the list says when the sandbox is lost
  refresh().catch(complain);
  return { element: h("section", {}, h("h3", {}, t("callsTitle")), body), end: () => clearInterval(timer) };
}
