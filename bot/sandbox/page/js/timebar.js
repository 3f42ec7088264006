// World time and the buttons that move it: a bot that follows it lives through the night in a second.

import * as api from "./api.js";
import { h, icon } from "./dom.js";
import { complain, notify } from "./notices.js";
import { t } from "./prefs.js";
import { on, world, worldNow } from "./store.js";
import { moment } from "./times.js";

const zone = () => world.page.zone || Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The bar under a conversation's head. */
export function timebar() {
  const time = h("time", {});
  const jumps = [
    ["nextMorning", () => ({ next: world.page.morning, zone: zone() })],
    ["nextEvening", () => ({ next: world.page.evening, zone: zone() })],
    ["hour", () => ({ shift: 3600 })],
  ].map(([key, values]) => ({ key, button: h("button", { type: "button", class: "jump", onclick: () => jump(values()) }) }));
  const bar = h("div", { class: "timebar", role: "group" }, h("p", {}, icon("clock"), time), h("div", { class: "jumps" }, jumps.map(({ button }) => button)));

  const label = () => {
    bar.setAttribute("aria-label", t("time"));
    for (const { key, button } of jumps) button.textContent = t(key);
    tick();
  };
  const tick = () => {
    const text = world.clock.version < 0 ? "" : moment(worldNow());
    if (time.textContent !== text) time.textContent = text;
  };
  on("language", label);
  on("clock", tick);
  on("bot", tick);
  setInterval(tick, 1000);
  label();
  return bar;
}

async function jump(values) {
  try {
    const { now } = await api.moveClock(values);
    notify(t("itIsNow", { time: moment(now * 1000) }));
  } catch (error) {
    complain(error);
  }
}
