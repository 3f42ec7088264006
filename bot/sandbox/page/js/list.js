// The list at the side: every person with the chats they are in.

import { addDialog } from "./add.js";
import { avatar, h, icon, iconButton, reconcile } from "./dom.js";
import { chooseFile } from "./drop.js";
import { preview, senderName } from "./message.js";
import { prefs, switchLanguage, switchTheme, t } from "./prefs.js";
import { chatsOf, on, placeKey, select, selection, titleOf, topicName, world } from "./store.js";
import { clockTime, dayOf, shortDay } from "./times.js";

/** Fill the side of the page. `onpick` is called when someone chose a conversation. */
export function chatList(side, onpick) {
  const head = h("header", { class: "sidehead" });
  const list = h("div", { class: "persons" });
  const lost = h("p", { class: "lost", role: "status" });
  const foot = h("footer", { class: "sidefoot" });
  side.append(head, lost, list, foot);

  function frame() {
    side.setAttribute("aria-label", t("chats"));
    head.replaceChildren(
      h("p", { class: "brand" }, h("span", { class: "seal", "aria-hidden": "true" }), t("title")),
      h("button", { type: "button", class: "round text", "aria-label": t("otherLanguageLabel"), lang: prefs.language === "zh" ? "en" : "zh-Hans", onclick: switchLanguage }, prefs.language === "zh" ? "EN" : "中"),
      iconButton(prefs.theme === "dark" ? "sun" : "moon", t(prefs.theme === "dark" ? "light" : "dark"), { onclick: switchTheme }),
      iconButton("plus", t("add"), { onclick: addDialog }));
    const admin = [...world.people.values()].find((each) => each.is_admin);
    foot.replaceChildren(...(admin ? [h("button", { type: "button", class: "target", onclick: chooseFile }, icon("tray"),
      h("span", {}, h("strong", {}, t("dropButton")), h("span", {}, t("dropHint", { name: admin.user.first_name }))))] : []));
  }

  function draw() {
    const people = [...world.people.values()];
    if (!people.length) {
      list.replaceChildren(h("div", { class: "nobody", dataset: { key: "nobody", stamp: prefs.language } }, h("h2", {}, t("nobody")), h("p", {}, t("nobodyHint")),
        h("button", { type: "button", class: "solid", onclick: addDialog }, t("beSomeone"))));
      return;
    }
    reconcile(list, people, { key: (each) => each.user.id, stamp: personStamp, make: personGroup });
  }

  function personStamp(person) {
    const rows = places(person.user.id).map(({ chat, thread }) => {
      const last = lastOf(chat, thread);
      const place = placeKey(chat.chat.id, thread);
      return [place, titleOf(chat), topicName(chat, thread), last?.message.message_id, last?.version, last?.deleted,
        unreadOf(chat, thread), world.typing.has(chat.chat.id), isCurrent(person, chat, thread)].join(":");
    });
    return [prefs.language, person.user.first_name, person.is_admin, world.page.zone, dayOf(world.clock.now), ...rows].join("|");
  }

  function personGroup(person) {
    const name = person.user.first_name;
    return h("section", { class: "person", "aria-label": name },
      h("h2", {}, h("span", {}, name), person.language ? h("span", { class: "mark" }, person.language) : null,
        person.is_admin ? h("span", { class: "mark strong" }, t("admin")) : null),
      h("ul", {}, places(person.user.id).map(({ chat, thread }) => h("li", {}, row(person, chat, thread)))));
  }

  function row(person, chat, thread) {
    const last = lastOf(chat, thread);
    const unread = unreadOf(chat, thread);
    const title = chat.chat.is_forum ? topicName(chat, thread) || t("topicGeneral") : titleOf(chat);
    const typing = world.typing.has(chat.chat.id);
    const current = isCurrent(person, chat, thread);
    return h("button", { type: "button", class: "chatrow", "aria-current": current ? "true" : null, dataset: { focus: placeKey(chat.chat.id, thread) },
      onclick: () => (select(person.user.id, chat.chat.id, thread), onpick()) },
      avatar(chat.chat.id + thread, title, chat.chat.type === "private" ? "square" : ""),
      h("span", { class: "lines" },
        h("span", { class: "top" }, h("strong", {}, title), chat.chat.is_forum ? h("span", { class: "of" }, titleOf(chat)) : null, kind(chat),
          last ? h("span", { class: "when" }, when(last.message.date)) : null),
        h("span", { class: `last${typing ? " doing" : ""}` }, h("span", {}, typing ? t("typing") : lastLine(last, person, chat)),
          unread ? h("span", { class: "badge", "aria-label": t("unread", { n: unread }) }, String(unread)) : null)));
  }

  const isCurrent = (person, chat, thread) =>
    selection.person === person.user.id && selection.chat === chat.chat.id && selection.thread === thread;
  const unreadOf = (chat, thread) => world.unread.get(placeKey(chat.chat.id, thread)) ?? 0;

  for (const topic of ["people", "chats", "bot", "selection", "screen"]) on(topic, draw);
  on("typing", draw);
  on("people", frame);
  on("theme", frame);
  on("language", () => (frame(), draw()));
  on("connection", (up) => (lost.textContent = up ? "" : t("lost")));
  frame();
}

/** What a person can open: each chat, each topic of a forum. */
export function places(personId) {
  return chatsOf(personId).flatMap((chat) => {
    const topics = chat.chat.is_forum ? [0, ...Object.keys(chat.topics).map(Number).filter((each) => each > 1)] : [0];
    return topics.map((thread) => ({ chat, thread }));
  });
}

const lastOf = (chat, thread) => world.last.get(placeKey(chat.chat.id, thread));

function lastLine(last, person, chat) {
  if (!last) return t("noMessages");
  if (last.deleted) return t("deletedPreview");
  const words = preview(last.message);
  return chat.chat.type === "private" || last.sender === person.user.id ? words : `${senderName(last.message)}: ${words}`;
}

const kind = (chat) => (chat.chat.type === "private" || chat.chat.is_forum ? null : h("span", { class: "of" }, t(chat.chat.type)));
const when = (date) => (dayOf(date) === dayOf(world.clock.now) ? clockTime(date) : shortDay(date));
