// A conversation: who it is with, what was said, and the foot where one writes. There can be two side by side.

import * as api from "./api.js";
import { composer } from "./composer.js";
import { floatingDays } from "./days.js";
import { avatar, fill, h, icon, iconButton, reconcile } from "./dom.js";
import { openLink } from "./links.js";
import { messageElement, messageStamp } from "./message.js";
import { complain } from "./notices.js";
import { prefs, t } from "./prefs.js";
import { emit, on, onScreen, placeKey, takeMessages, threadOf, titleOf, topicName, world } from "./store.js";
import { timebar } from "./timebar.js";
import { dayOf } from "./times.js";
import { introduction } from "./introduction.js";

const PAGE = 80;

/** A conversation as an element with `show(place)` and `end()`. `options`: {onback, onbeside, onclose, bar}. */
export function conversation(options) {
  let place = { person: 0, chat: 0, thread: 0 };
  let complete = false;
  const head = h("header", { class: "head" });
  const log = h("div", { class: "log", role: "log", "aria-live": "polite" });
  const scroller = h("div", { class: "scroller", tabindex: "0", role: "group" }, log);
  const below = h("button", { type: "button", class: "below", hidden: true, onclick: () => toEnd("smooth") }, icon("down"), h("span", {}, t("newBelow")));
  const foot = composer({ write: (text) => write(text), place: () => place });
  const element = h("section", { class: "conversation" }, head, options.bar ? timebar() : null,
    h("div", { class: "between" }, scroller, below), foot.element);

  const actions = {
    open: (url) => openLink(url, place),
    command: (text) => write(text),
    mention: (name) => name.toLowerCase() === world.bot.user.username.toLowerCase() && foot.put(`@${name} `),
    write: (text) => foot.put(text),
  };

  async function write(text) {
    try {
      await api.say(place.chat, place.person, text, place.thread ? { thread_id: place.thread } : {});
      toEnd();
    } catch (error) {
      complain(error);
    }
  }

  const atEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 80;
  function toEnd(behavior = "instant") {
    pinned = true;
    scroller.scrollTo({ top: scroller.scrollHeight, behavior });
    below.hidden = true;
  }

  /** What is longer than the screen is read from its beginning, not from its end. */
  function toStartOf(messageId) {
    const element = log.querySelector(`[data-key="${messageId}"]`);
    if (!element) return;
    const top = element.getBoundingClientRect().top - log.getBoundingClientRect().top;
    if (log.scrollHeight - top < scroller.clientHeight - 60) return;
    scroller.scrollTo({ top: top - 48, behavior: "instant" });
    pinned = false;
    below.hidden = false;
  }

  function views() {
    const all = [...(world.messages.get(place.chat)?.values() ?? [])];
    const forum = world.chats.get(place.chat)?.chat.is_forum;
    const here = forum ? all.filter((view) => threadOf(view.message) === place.thread) : all;
    return here.sort((a, b) => a.message.message_id - b.message.message_id);
  }

  function draw() {
    const chat = world.chats.get(place.chat);
    if (!chat) return;
    const stay = pinned;
    const shown = views();
    const here = { person: place.person, chat, actions };
    reconcile(log, rows(shown), {
      key: (row) => row.key,
      stamp: (row) => row.stamp,
      make: (row, old) => {
        const fresh = row.make(here);
        if (old && old.querySelector("blockquote.open")) reopen(old, fresh);
        return fresh;
      },
    });
    foot.update(shown);
    if (stay) toEnd();
  }

  function rows(shown) {
    const chat = world.chats.get(place.chat);
    const list = [];
    if (complete) list.push({ key: "intro", stamp: `${JSON.stringify(world.bot)}${shown.length === 0}`, make: () => introduction(chat, place, shown.length === 0) });
    else list.push({ key: "earlier", stamp: "", make: () => h("div", { class: "earlier" }, h("button", { type: "button", class: "plain", onclick: earlier }, t("earlier"))) });
    let day = "";
    let before = null;
    for (const view of shown) {
      const today = dayOf(view.message.date);
      if (today !== day) list.push({ key: `day${today}`, stamp: "", make: () => h("div", { class: "day" }, h("span", {}, today)) });
      const joined = today === day && before !== null && before.sender === view.sender && view.message.date - before.message.date < 300;
      day = today;
      before = view;
      list.push({ key: view.message.message_id, stamp: messageStamp(view, joined), make: (here) => messageElement(view, { ...here, joined }) });
    }
    if (typingHere()) list.push({ key: "typing", stamp: "", make: () => h("div", { class: "message theirs typing" }, h("div", { class: "bubble dots" }, h("span", { class: "unseen" }, t("typing")), h("i"), h("i"), h("i"))) });
    return list;
  }

  const typingHere = () => {
    const doing = world.typing.get(place.chat);
    return doing && (!world.chats.get(place.chat)?.chat.is_forum || doing.thread === place.thread) ? doing : null;
  };

  function drawHead() {
    const chat = world.chats.get(place.chat);
    const person = world.people.get(place.person);
    if (!chat || !person) return;
    const name = titleOf(chat) + (chat.chat.is_forum ? ` › ${topicName(chat, place.thread) || t("topicGeneral")}` : "");
    element.setAttribute("aria-label", t("messagesOf", { name }));
    scroller.setAttribute("aria-label", t("messagesOf", { name }));
    const doing = typingHere();
    const status = doing ? t(doing.action.startsWith("upload") ? "sending" : "typing") : t("asPerson", { name: person.user.first_name });
    const mark = [prefs.language, name, person.user.first_name, status].join("|");
    if (head.dataset.mark === mark) return; // a button that is drawn anew while it is pressed would not be clicked
    head.dataset.mark = mark;
    fill(head,
      iconButton("back", t("back"), { class: "onlyphone", onclick: options.onback }),
      avatar(place.chat, name, chat.chat.type === "private" ? "square" : ""),
      h("div", { class: "who" }, h("h2", {}, name), h("p", { class: doing ? "doing" : "" }, status)),
      options.onbeside ? iconButton("beside", t("beside"), { class: "onlywide", onclick: options.onbeside }) : null,
      options.onclose ? iconButton("close", t("besideClose"), { onclick: options.onclose }) : null,
      iconButton("storm", t("trouble"), { onclick: () => emit("drawer", place) }));
  }

  const leave = () => onScreen.delete(placeKey(place.chat, place.thread));

  async function earlier() {
    const height = scroller.scrollHeight;
    await load(views()[0]?.message.message_id);
    scroller.scrollTop += scroller.scrollHeight - height;
  }

  async function load(before) {
    const chat = place.chat;
    takeMessages(chat, []); // from now on what the stream tells of this chat is kept
    const found = await api.messages(chat, { before, limit: PAGE });
    takeMessages(chat, found);
    if (chat !== place.chat) return;
    complete = found.length < PAGE;
    draw();
  }

  // A picture that loads or a quote that folds changes the height: whoever was at the end stays there.
  let pinned = true;
  const settle = new ResizeObserver(() => pinned && toEnd());
  settle.observe(log);
  settle.observe(scroller);

  const ends = [
    () => settle.disconnect(),
    on("messages", ({ chatId, views: fresh }) => {
      if (chatId !== place.chat) return;
      const stay = pinned;
      const firstNew = fresh.find((view) => view.version === 0 && view.from_bot);
      draw();
      if (stay && firstNew) toStartOf(firstNew.message.message_id);
      if (!stay && fresh.some((view) => view.version === 0)) below.hidden = false;
    }),
    on("typing", ({ chatId }) => chatId === place.chat && (drawHead(), draw())),
    on("chats", () => (drawHead(), draw())),
    on("bot", () => (drawHead(), draw())),
    on("world", () => world.chats.has(place.chat) && load().catch(complain)),
    on("language", () => {
      log.replaceChildren();
      below.lastElementChild.textContent = t("newBelow");
      drawHead();
      draw();
    }),
  ];
  floatingDays(scroller);
  scroller.addEventListener("scroll", () => {
    pinned = atEnd();
    if (pinned) below.hidden = true;
  }, { passive: true });

  return {
    element,
    get place() {
      return place;
    },
    put: (text) => foot.put(text),
    focus: () => foot.focus(),
    async show(next) {
      leave();
      place = { ...next };
      const key = placeKey(place.chat, place.thread);
      const unread = world.unread.get(key) ?? 0;
      onScreen.add(key);
      world.unread.delete(key);
      emit("screen");
      complete = false;
      log.replaceChildren();
      drawHead();
      foot.open();
      pinned = true;
      await load();
      const firstUnread = unread ? views().filter((view) => view.from_bot).at(-unread) : null;
      if (firstUnread) toStartOf(firstUnread.message.message_id);
    },
    end() {
      leave();
      for (const stop of ends) stop();
      foot.end();
      element.remove();
    },
  };
}

/** Quotes that were open stay open when a message is drawn anew. */
function reopen(old, fresh) {
  const wereOpen = [...old.querySelectorAll("blockquote.expandable")].map((each) => each.classList.contains("open"));
  fresh.querySelectorAll("blockquote.expandable").forEach((each, index) => wereOpen[index] && each.querySelector(".unfold").click());
}
