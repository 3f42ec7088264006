// The drawer of trouble: switches for what goes wrong, what happens to this chat, and what the bot called last.

import { callsTable } from "./calls.js";
import { chatActions } from "./chatactions.js";
import { h, iconButton } from "./dom.js";
import { faultSwitches, floodSwitches } from "./switches.js";
import { t } from "./prefs.js";
import { on, selection } from "./store.js";

/** Make the drawer; the topic "drawer" opens and closes it. */
export function troubleDrawer(element) {
  let place = null;
  let parts = [];
  let opener = null;

  function open(next) {
    place = next;
    opener = document.activeElement;
    element.hidden = false;
    fill();
    element.querySelector("button")?.focus();
  }

  function close() {
    element.hidden = true;
    parts.forEach((part) => part.end());
    parts = [];
    element.replaceChildren();
    opener?.focus();
  }

  function fill() {
    parts.forEach((part) => part.end());
    parts = [floodSwitches(), faultSwitches(), chatActions(place), callsTable()];
    element.setAttribute("aria-label", t("trouble"));
    element.replaceChildren(
      h("header", { class: "head" }, h("div", { class: "who" }, h("h2", {}, t("trouble"))), iconButton("close", t("close"), { onclick: close })),
      h("div", { class: "drawerbody", tabindex: "-1" }, h("p", { class: "small" }, t("troubleIntro")), parts.map((part) => part.element)));
  }

  on("drawer", (next) => (element.hidden ? open(next) : close()));
  on("language", () => !element.hidden && fill());
  on("selection", () => {
    if (element.hidden) return;
    place = { ...selection };
    fill();
  });
  element.addEventListener("keydown", (event) => event.key === "Escape" && close());
}
