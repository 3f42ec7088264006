// Buttons of messages: inline keyboards, and reply keyboards under the text field.

import * as api from "./api.js";
import { h } from "./dom.js";
import { copy } from "./format.js";
import { alertBox, complain, notify } from "./notices.js";
import { t } from "./prefs.js";
import { world } from "./store.js";

/** The rows under a message; null when it has none. */
export function inlineKeyboard(view, here) {
  const rows = view.message.reply_markup?.inline_keyboard;
  if (!rows) return null;
  return h("div", { class: "keys" }, rows.map((row, r) => h("div", { class: "keyrow" },
    row.map((button, c) => key(button, view, here, `${r}.${c}`)))));
}

function key(button, view, here, place) {
  const outward = button.url ? "↗" : button.copy_text ? "⧉" : null;
  const content = [h("span", {}, button.text), outward ? h("span", { class: "corner", "aria-hidden": "true" }, outward) : null];
  const focus = { focus: `key${place}` };
  if (button.url) {
    const onclick = (event) => here.actions.open(new URL(button.url)) && event.preventDefault();
    return h("a", { class: "key", href: button.url, target: "_blank", rel: "noopener noreferrer", onclick, dataset: focus }, content);
  }
  const element = h("button", { type: "button", class: "key", dataset: focus }, content);
  element.addEventListener("click", () => pressed(button, view, here, element));
  return element;
}

async function pressed(button, view, here, element) {
  if (button.callback_data !== undefined) return pressCallback(button, view, here, element);
  if (button.copy_text) return copy(button.copy_text.text);
  const query = button.switch_inline_query_current_chat ?? button.switch_inline_query ?? button.switch_inline_query_chosen_chat?.query;
  if (query !== undefined) return here.actions.write(`@${world.bot.user.username} ${query}`);
  return notify(t("notHere"));
}

async function pressCallback(button, view, here, element) {
  if (element.getAttribute("aria-busy")) return;
  element.setAttribute("aria-busy", "true");
  try {
    const { answer } = await api.press(view.message.chat.id, here.person, view.message.message_id, button.callback_data);
    if (!answer) notify(t("noAnswer"), "bad");
    else if (answer.url) here.actions.open(new URL(answer.url)) || window.open(answer.url, "_blank", "noopener");
    else if (answer.text && answer.show_alert) alertBox(world.bot.user.first_name, answer.text);
    else if (answer.text) notify(answer.text);
  } catch (error) {
    complain(error);
  } finally {
    element.removeAttribute("aria-busy");
  }
}

/** The reply keyboard in force in a conversation: of the newest message that set or removed one; null for none. */
export function replyMarkup(views) {
  for (const view of views.toReversed()) {
    const markup = view.message.reply_markup;
    if (!view.from_bot || !markup) continue;
    if (markup.keyboard) return { ...markup, of: view.message.message_id };
    if (markup.remove_keyboard) return null;
  }
  return null;
}

/** Rows of a reply keyboard; a press writes the button's text. */
export function replyKeyboard(markup, write) {
  return h("div", { class: "keys wide", role: "group", "aria-label": t("replyKeyboard") },
    markup.keyboard.map((row) => h("div", { class: "keyrow" }, row.map((button) => {
      const text = typeof button === "string" ? button : button.text;
      return h("button", { type: "button", class: "key", onclick: () => write(text) }, h("span", {}, text));
    }))));
}
