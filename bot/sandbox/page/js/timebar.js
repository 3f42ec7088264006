// World time and the buttons that move it: a bot that follows it lives through the night in a second.

import * as api from "./api.js";
import { h, icon } from "./dom.js";
import { complain, notify } from "./notices.js";
import { t } from "./prefs.js";
import { on, world, worldNow } from "./store.js";
import { moment } from "./times.js";

/** Milliseconds the bot gets to speak after a jump, before it is said that nothing came. */
const PATIENCE = 5000;

const zone = () => world.page.zone || Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The bar under a conversation's head. */
export function timebar() {
  const time = h("time", {});
  const jumps = [
    ["nextIssue", () => ({ set: upcoming() ?? world.clock.now })],
    ["nextMorning", () => ({ next: world.page.morning, zone: zone() })],
    ["nextEvening", () => ({ next: world.page.evening, zone: zone() })],
    ["hour", () => ({ shift: 3600 })],
  ].map(([key, values]) => ({ key, button: h("button", { type: "button", class: "jump", onclick: () => (key === "nextIssue" && !upcoming() ? notify(t("noMoreIssues")) : jump(values())) }) }));
  const bar = h("div", { class: "timebar", role: "group" }, h("p", {}, icon("clock"), time), h("div", { class: "jumps" }, jumps.map(({ button }) => button)));

  const label = () => {
    bar.setAttribute("aria-label", t("time"));
    for (const { key, button } of jumps) button.textContent = t(key);
    tick();
  };
  const offer = () => (jumps[0].button.hidden = !world.page.agenda.length);
  const tick = () => {
    const text = world.clock.version < 0 ? "" : moment(worldNow());
    if (time.textContent !== text) time.textContent = text;
  };
  on("language", label);
  on("clock", tick);
  on("bot", () => (offer(), tick()));
  setInterval(tick, 1000);
  label();
  offer();
  return bar;
}

/** Unix seconds of the next instant at which something is known to come; undefined when there is none. */
const upcoming = () => world.page.agenda.find((at) => at > worldNow() / 1000);

async function jump(values) {
  const heard = listen();
  try {
    const { now } = await api.moveClock(values);
    notify(t("itIsNow", { time: moment(now * 1000) }));
    if (!(await heard)) notify(upcoming() ? t("nothingCame", { time: moment(upcoming() * 1000) }) : t("noMoreCame"));
  } catch (error) {
    complain(error);
  }
}

let stopListening = null;

/** Whether the bot says anything in the next seconds; another jump ends the waiting, and is no reason to complain. */
function listen() {
  stopListening?.();
  return new Promise((resolve) => {
    const end = (heard) => {
      deaf();
      clearTimeout(timer);
      stopListening = null;
      resolve(heard);
    };
    const deaf = on("messages", ({ views }) => views.some((view) => view.from_bot && view.version === 0) && end(true));
    const timer = setTimeout(end, PATIENCE, false);
    stopListening = () => end(true);
  });
}
