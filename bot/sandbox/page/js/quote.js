// Expandable quotes: three lines and a fade, until someone wants the rest.

import { h, icon } from "./dom.js";
import { t } from "./prefs.js";

const measured = new ResizeObserver((entries) => {
  for (const { target } of entries) target.dispatchEvent(new Event("measure"));
});

/** A quote that folds when it is longer than three lines. A click on it, Enter or space on its button unfold it. */
export function quote(content) {
  const text = h("div", { class: "quoted" }, content);
  const button = h("button", { type: "button", class: "unfold", "aria-expanded": "false", hidden: true }, icon("down"), h("span", {}, t("more")));
  const element = h("blockquote", { class: "expandable" }, text, button);

  const set = (open) => {
    element.classList.toggle("open", open);
    button.setAttribute("aria-expanded", String(open));
    button.lastElementChild.textContent = t(open ? "less" : "more");
  };
  button.addEventListener("click", (event) => {
    event.stopPropagation();
    set(!element.classList.contains("open"));
  });
  element.addEventListener("click", (event) => {
    const folded = !element.classList.contains("open") && !button.hidden;
    if (folded && !event.target.closest("a, button") && getSelection().isCollapsed) set(true);
  });
  text.addEventListener("focusin", () => set(true)); // a link that has the focus must be seen
  text.addEventListener("measure", () => {
    if (element.classList.contains("open")) return;
    const long = text.scrollHeight > text.clientHeight + 4;
    button.hidden = !long;
    element.classList.toggle("folds", long);
  });
  measured.observe(text);
  return element;
}
