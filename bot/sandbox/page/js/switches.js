// Switches for flood limits and faults. What is on is asked of the sandbox, so tests and pages see the same.

import * as api from "./api.js";
import { h } from "./dom.js";
import { complain } from "./notices.js";
import { t } from "./prefs.js";
import { on } from "./store.js";

const SENDS = { method: "sendMessage" };

/** Rules a switch puts in force. */
const FAULTS = {
  error: { kind: "error", code: 500, every: 4, ...SENDS },
  before: { kind: "reset", every: 5, handled: false, ...SENDS },
  after: { kind: "reset", every: 5, handled: true, ...SENDS },
  slow: { kind: "delay", seconds: 2, ...SENDS },
  duplicate: { kind: "duplicate", method: "getUpdates" },
};

function toggle(label, hint, onchange) {
  const box = h("input", { type: "checkbox", role: "switch", onchange: () => onchange(box.checked).catch(complain) });
  const note = h("span", { class: "small" }, hint);
  return { box, note, element: h("label", { class: "switch" }, box, h("span", { class: "track", "aria-hidden": "true" }), h("span", { class: "about" }, h("strong", {}, label), note)) };
}

/** Show what is asked for, but never an answer from before something the person did, or while that is under way. */
function steady(ask, show) {
  let done = 0;
  let underway = 0;
  async function refresh() {
    const seen = done;
    const answer = await ask();
    if (seen === done && !underway) show(answer);
  }
  async function act(work) {
    done += 1;
    underway += 1;
    try {
      await work();
    } finally {
      done += 1;
      underway -= 1;
      await refresh();
    }
  }
  return { refresh, act };
}

const sameRule = (rule, wanted) => Object.entries(wanted).every(([name, value]) => rule[name] === value);

export function faultSwitches() {
  let rules = [];
  const switches = Object.entries(FAULTS).map(([name, wanted]) => {
    const found = () => rules.filter((rule) => sameRule(rule, wanted));
    const made = toggle(t(`f_${name}`), "", (wish) => act(async () => {
      if (wish) return api.addFault(wanted);
      rules = await api.faults(); // what is shown may be a moment old
      return Promise.all(found().map((rule) => api.removeFault(rule.id)));
    }));
    return { ...made, found };
  });
  const { refresh, act } = steady(api.faults, (now) => {
    rules = now;
    for (const { box, note, found } of switches) {
      const [rule] = found();
      box.checked = Boolean(rule);
      note.textContent = rule?.fired ? t("struck", { n: rule.fired }) : "";
    }
  });
  const ends = [on("trouble", () => refresh().catch(complain)), on("messages", () => refresh().catch(complain))];
  refresh().catch(complain);
  return { element: h("section", {}, h("h3", {}, t("faultsTitle")), switches.map((each) => each.element)), end: () => ends.forEach((stop) => stop()) };
}

export function floodSwitches() {
  const main = toggle(t("floodOn"), t("floodHint"), (wish) => act(() => api.setLimits({ on: wish })));
  const algorithm = h("select", { onchange: () => api.setLimits({ algorithm: algorithm.value }).catch(complain) },
    ["window", "bucket"].map((name) => h("option", { value: name }, t(name))));
  const hidden = h("input", { type: "number", min: "1", max: "30", placeholder: "30",
    onchange: () => api.setLimits({ hidden: hidden.value ? Number(hidden.value) : null }).catch(complain) });
  const refused = h("p", { class: "small", role: "status" });
  const { refresh, act } = steady(api.limits, (now) => {
    main.box.checked = now.on;
    algorithm.value = now.algorithm;
    if (document.activeElement !== hidden) hidden.value = now.hidden ?? "";
    const total = Object.values(now.floods).reduce((sum, each) => sum + each, 0);
    refused.textContent = total ? t("refused", { n: total }) : "";
  });
  const ends = [on("trouble", () => refresh().catch(complain)), on("messages", () => refresh().catch(complain))];
  refresh().catch(complain);
  return {
    element: h("section", {}, h("h3", {}, t("floodTitle")), main.element,
      h("label", { class: "field" }, h("span", {}, t("algorithm")), algorithm),
      h("label", { class: "field" }, h("span", {}, t("hidden")), hidden), refused),
    end: () => ends.forEach((stop) => stop()),
  };
}
