// The head of a conversation: what the bot says it can do, before anything was said.

import { h } from "./dom.js";
import { botFace } from "./message.js";
import { t } from "./prefs.js";
import { titleOf, topicName, world } from "./store.js";

/** An element; empty when there is nothing to say. */
export function introduction(chat, place, nothingSaid) {
  if (chat.chat.type !== "private") {
    const name = chat.chat.is_forum ? topicName(chat, place.thread) || t("topicGeneral") : titleOf(chat);
    return h("div", { class: "intro" }, nothingSaid ? h("p", {}, `${name} · ${t("noMessages")}`) : null);
  }
  const language = world.people.get(place.person)?.language ?? "";
  const about = world.bot.descriptions[language.slice(0, 2)] ?? world.bot.descriptions[""] ?? "";
  if (!nothingSaid) return h("div", { class: "intro" });
  return h("div", { class: "intro card" }, botFace(), h("h3", {}, world.bot.user.first_name),
    about ? [h("p", { class: "small" }, t("whatCanItDo")), h("p", { class: "about" }, about)] : null);
}
