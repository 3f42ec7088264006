// Short notices, and questions that want an answer.

import { h } from "./dom.js";
import { t } from "./prefs.js";

const STAYS = 3500;
const READING = 70; // milliseconds a character

/** A line at the foot of the page, gone after a moment; read out by screen readers. */
export function notify(text, kind = "") {
  const toast = h("div", { class: `toast ${kind}` }, text);
  document.getElementById("toasts").append(toast);
  const stays = Math.max(STAYS, text.length * READING);
  setTimeout(() => toast.classList.add("leaving"), stays);
  setTimeout(() => toast.remove(), stays + 300);
}

/** An error as a notice. */
export function complain(error) {
  notify(t("failed", { reason: error.message }), "bad");
}

/** A window that has to be closed (callback answers with show_alert). */
export function alertBox(title, text) {
  const close = h("button", { type: "button", class: "solid", onclick: () => box.close() }, t("dismiss"));
  const box = h("dialog", { class: "box", "aria-label": title, onclose: () => box.remove() }, h("h2", {}, title), h("p", {}, text), h("div", { class: "row" }, close));
  document.body.append(box);
  box.showModal();
}

/** A window with a form; resolves with the form's values, or null when it was closed. */
export function ask(title, fields, confirm) {
  return new Promise((resolve) => {
    let answer = null;
    const form = h("form", { method: "dialog", onsubmit: () => (answer = Object.fromEntries(new FormData(form))) },
      h("h2", {}, title), fields,
      h("div", { class: "row" },
        h("button", { type: "button", class: "plain", onclick: () => box.close() }, t("cancel")),
        h("button", { class: "solid" }, confirm)));
    const box = h("dialog", { class: "box", "aria-label": title, onclose: () => (box.remove(), resolve(answer)) }, form);
    box.addEventListener("click", (event) => event.target === box && box.close());
    document.body.append(box);
    box.showModal();
  });
}
