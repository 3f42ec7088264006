// The foot of a conversation: writing, sending files, the command menu, inline results, and what stands there instead.

import * as api from "./api.js";
import { commandMenu } from "./commands.js";
import { h, icon, iconButton } from "./dom.js";
import { inlinePanel } from "./inline.js";
import { replyKeyboard, replyMarkup } from "./keyboard.js";
import { payloadOfPage } from "./links.js";
import { complain, notify } from "./notices.js";
import { t } from "./prefs.js";
import { on, standing, world } from "./store.js";

let numbers = 0;

/** `write(text)` sends; `place()` says where we are. Gives {element, update, open, put, focus, end}. */
export function composer({ write, place }) {
  const listId = `suggestions-${(numbers += 1)}`;
  const field = h("textarea", { rows: "1", "aria-autocomplete": "list", "aria-controls": listId, autocomplete: "off", enterkeyhint: "send" });
  const panel = h("div", { class: "panel", id: listId, role: "listbox", hidden: true });
  const keys = h("div", { class: "below-keys" });
  const menuButton = iconButton("slash", t("commands"), { class: "accent", "aria-haspopup": "listbox" });
  const picker = h("input", { type: "file", hidden: true, tabindex: "-1" });
  const attach = iconButton("attach", t("attach"), { onclick: () => picker.click() });
  const send = iconButton("send", t("send"), { class: "solid" });
  const bar = h("form", { class: "bar" }, menuButton, field, attach, picker, send);
  const notice = h("div", { class: "instead", hidden: true });
  const element = h("footer", { class: "composer" }, panel, bar, notice, keys);

  const menu = commandMenu({ panel, field, place, choose: (text) => submit(text) });
  const inline = inlinePanel({ panel, field, place, done: () => clear() });

  function submit(text) {
    const words = text.trim();
    if (!words) return;
    clear();
    write(words);
    field.focus();
  }

  function clear() {
    field.value = "";
    typed();
  }

  function typed() {
    field.style.height = "auto";
    if (field.scrollHeight) field.style.height = `${Math.min(field.scrollHeight, 160)}px`; // none while it is hidden
    bar.classList.toggle("full", field.value.trim() !== "");
    if (!inline.typed(field.value)) menu.typed(field.value);
  }

  field.addEventListener("input", typed);
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // an input method's Enter chooses characters, it does not send
    if (menu.key(event) || inline.key(event)) return event.preventDefault();
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit(field.value);
    }
  });
  bar.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(field.value);
  });
  menuButton.addEventListener("click", () => menu.toggle());
  picker.addEventListener("change", async () => {
    const [file] = picker.files;
    picker.value = "";
    if (file) await sendOne(file, place());
  });

  /** What stands in place of the text field, as the chat is; null when one can write. */
  function obstacle() {
    const { person, chat: chatId, thread } = place();
    const chat = world.chats.get(chatId);
    const name = world.people.get(person)?.user.first_name ?? "";
    if (!chat) return [];
    if (chat.blocked) return [h("p", {}, t("blocked", { name })), wide(t("unblock"), () => api.setBot(chatId, person, "member").catch(complain))];
    if (chat.moved_to) return [h("p", {}, t("moved"))];
    if (thread && chat.topics[thread] === false) return [h("p", {}, t("topicClosed"))];
    if (chat.chat.type === "channel" && standing(person, chat) === "member") return [h("p", {}, t("readOnly"))];
    if (chat.chat.type === "private" && !chat.started) {
      const payload = payloadOfPage();
      return [wide(payload ? t("startWith", { payload }) : t("start"), () => write(payload ? `/start ${payload}` : "/start"))];
    }
    return null;
  }

  const wide = (label, onclick) => h("button", { type: "button", class: "solid wide", onclick }, label);

  function update(views = []) {
    const instead = obstacle();
    bar.hidden = instead !== null;
    notice.hidden = instead === null;
    const mark = instead?.map((each) => each.textContent).join("|") ?? "";
    if (notice.dataset.mark !== mark) {
      const hadFocus = notice.contains(document.activeElement);
      notice.dataset.mark = mark;
      notice.replaceChildren(...(instead ?? []));
      if (hadFocus && !instead) field.focus();
    }
    showReplyKeyboard(instead === null ? replyMarkup(views) : null);
  }

  function showReplyKeyboard(markup) {
    const mark = markup ? String(markup.of) : "";
    if (keys.dataset.mark === mark) return;
    keys.dataset.mark = mark;
    keys.replaceChildren(...(markup ? [replyKeyboard(markup, (text) => {
      submit(text);
      if (markup.one_time_keyboard) keys.replaceChildren();
    })] : []));
    if (markup?.input_field_placeholder) field.placeholder = markup.input_field_placeholder;
  }

  function label() {
    const channel = world.chats.get(place().chat)?.chat.type === "channel";
    field.placeholder = t(channel ? "writeChannel" : "write");
    field.setAttribute("aria-label", field.placeholder);
    panel.setAttribute("aria-label", t("commands"));
    for (const [button, key] of [[menuButton, "commands"], [attach, "attach"], [send, "send"]]) {
      button.setAttribute("aria-label", t(key));
      button.title = t(key);
    }
  }
  const ends = [on("language", () => (label(), delete notice.dataset.mark, update())), on("bot", () => menu.refresh())];

  return {
    element,
    update,
    open() {
      clear();
      label();
      menu.refresh();
      update();
    },
    put(text) {
      field.value = text;
      field.focus();
      typed();
    },
    focus: () => (bar.hidden ? notice.querySelector("button") : field)?.focus(),
    end: () => ends.forEach((stop) => stop()),
  };
}

/** Send a file to a place: pictures as pictures, everything else as documents. */
export async function sendOne(file, { chat, person, thread }) {
  const photo = ["image/png", "image/jpeg"].includes(file.type);
  try {
    await api.sendFile(chat, person, file, { photo, thread });
    notify(t("sent", { name: file.name }));
  } catch (error) {
    complain(error);
  }
}
