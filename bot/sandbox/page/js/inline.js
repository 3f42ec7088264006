// Inline mode: "@bot words" asks the bot for results; choosing one sends it (Bot API, "Inline mode").

import * as api from "./api.js";
import { avatar, h } from "./dom.js";
import { complain } from "./notices.js";
import { t } from "./prefs.js";
import { world } from "./store.js";

const PAUSE = 300;
/** Milliseconds without a key before the bot is asked. */

/** Results in `panel` for what is typed into `field`. */
export function inlinePanel({ panel, field, place, done }) {
  let timer = 0;
  let number = 0;
  let chosen = -1;

  const open = () => !panel.hidden && panel.dataset.what === "inline";
  const options = () => [...panel.querySelectorAll(".option")];

  function hide() {
    number += 1;
    clearTimeout(timer);
    if (!open()) return;
    panel.hidden = true;
    field.removeAttribute("aria-activedescendant");
  }

  function say(text) {
    panel.dataset.what = "inline";
    panel.replaceChildren(h("p", { class: "empty", role: "option", "aria-selected": "false" }, text));
    panel.hidden = false;
  }

  async function ask(query, offset = "") {
    const mine = (number += 1);
    if (!offset) say(t("inlineSearching"));
    try {
      const { id, answer } = await api.inline(place().person, query, offset);
      if (mine !== number) return;
      if (!answer || (!answer.results.length && !offset)) return say(t("inlineNothing"));
      show(id, answer, query, Boolean(offset));
    } catch (error) {
      complain(error);
    }
  }

  function show(queryId, answer, query, more) {
    if (more) panel.querySelector(".further")?.remove();
    else panel.replaceChildren();
    chosen = more ? chosen : -1;
    const first = options().length;
    panel.append(...answer.results.map((result, index) => option(queryId, result, first + index)));
    if (answer.next_offset) {
      panel.append(h("button", { type: "button", class: "further", role: "option", "aria-selected": "false", onclick: () => ask(query, answer.next_offset) }, t("inlineMore")));
    }
    panel.hidden = false;
  }

  function option(queryId, result, index) {
    const title = result.title ?? result.caption ?? result.type;
    return h("div", { class: "option result", role: "option", id: `${panel.id}-r${index}`, "aria-selected": "false",
      onmousedown: (event) => event.preventDefault(), onclick: () => choose(queryId, result) },
      avatar(index * 3 + 1, title, "square"),
      h("span", { class: "about" }, h("strong", {}, title), h("span", {}, result.description ?? "")));
  }

  async function choose(queryId, result) {
    const { person, chat, thread } = place();
    hide();
    done();
    await api.chooseInline(person, chat, queryId, result.id, thread).catch(complain);
  }

  panel.addEventListener("scroll", () => {
    const further = open() && panel.querySelector(".further:not([aria-busy])");
    if (!further || panel.scrollHeight - panel.scrollTop - panel.clientHeight > 60) return;
    further.setAttribute("aria-busy", "true");
    further.click();
  }, { passive: true });

  return {
    /** True when the text is an inline query, so that nothing else makes suggestions for it. */
    typed(text) {
      const prefix = `@${world.bot.user.username.toLowerCase()} `;
      if (!text.toLowerCase().startsWith(prefix)) {
        hide();
        return false;
      }
      clearTimeout(timer);
      timer = setTimeout(() => ask(text.slice(prefix.length).trim()), PAUSE);
      return true;
    },
    key(event) {
      if (!open()) return false;
      const all = options();
      if (event.key === "Escape") {
        hide();
        return true;
      }
      if (event.key === "Enter") {
        if (chosen >= 0) all[chosen].click();
        return true; // an inline query is not sent as a message by accident
      }
      if (!all.length || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return false;
      chosen = event.key === "ArrowDown" ? Math.min(chosen + 1, all.length - 1) : Math.max(chosen - 1, 0);
      all.forEach((each, index) => each.setAttribute("aria-selected", String(index === chosen)));
      all[chosen].scrollIntoView({ block: "nearest" });
      field.setAttribute("aria-activedescendant", all[chosen].id);
      if (chosen === all.length - 1) panel.querySelector(".further")?.click();
      return true;
    },
  };
}
