// Deep links: t.me/<bot>?start=… goes to the bot here, not out into the world (Bot API, "Deep linking").

import * as api from "./api.js";
import { complain } from "./notices.js";
import { select, world } from "./store.js";

const HOSTS = new Set(["t.me", "telegram.me", "telegram.dog"]);
const PAYLOAD = /^[A-Za-z0-9_-]{1,64}$/;

/** What a link asks of this bot: {start} or null when it leads elsewhere. */
export function deepLink(url) {
  const inApp = url.protocol === "tg:" && url.hostname === "resolve";
  const name = inApp ? url.searchParams.get("domain") : HOSTS.has(url.hostname) ? url.pathname.slice(1) : null;
  if (name?.toLowerCase() !== world.bot.user.username.toLowerCase()) return null;
  const payload = url.searchParams.get("start") ?? "";
  return { start: PAYLOAD.test(payload) ? payload : "" };
}

/** Follow a link inside the page if it is one for this bot: true when it was. */
export function openLink(url, place) {
  const found = deepLink(url);
  if (!found) return url.protocol === "tg:";
  select(place.person, place.person);
  if (found.start) api.say(place.person, place.person, `/start ${found.start}`).catch(complain);
  return true;
}

/** The payload in the page's own address (`/?start=…`), for a link into the sandbox; "" when there is none. */
export function payloadOfPage() {
  const payload = new URLSearchParams(location.search).get("start") ?? "";
  return PAYLOAD.test(payload) ? payload : "";
}
