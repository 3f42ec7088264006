// The command menu: what the bot set with setMyCommands, in the person's language; by button or by typing "/".

import * as api from "./api.js";
import { h } from "./dom.js";
import { t } from "./prefs.js";
import { world } from "./store.js";

/** Suggestions in `panel` for what is typed into `field`. */
export function commandMenu({ panel, field, place, choose }) {
  let commands = [];
  let chosen = 0;
  let asked = 0;

  async function refresh() {
    const { person, chat } = place();
    if (!world.chats.has(chat)) return;
    const number = (asked += 1);
    const found = await api.commands(person, chat).catch(() => []);
    if (number === asked) commands = found;
  }

  const open = () => !panel.hidden && panel.dataset.what === "commands";
  const inGroup = () => world.chats.get(place().chat)?.chat.type !== "private";
  const full = (command) => `/${command}${inGroup() ? `@${world.bot.user.username}` : ""}`;

  function show(list) {
    panel.dataset.what = "commands";
    chosen = Math.min(chosen, Math.max(list.length - 1, 0));
    panel.replaceChildren(...list.map((each, index) =>
      h("div", { class: "option", role: "option", id: `${panel.id}-${index}`, "aria-selected": String(index === chosen), dataset: { text: full(each.command) },
        onmousedown: (event) => event.preventDefault(), onclick: () => pick(full(each.command)) },
        h("strong", {}, `/${each.command}`), h("span", {}, each.description))));
    if (!list.length) panel.replaceChildren(h("p", { class: "empty", role: "option", "aria-selected": "false" }, t("noCommands")));
    panel.hidden = false;
    mark();
  }

  function mark() {
    [...panel.children].forEach((each, index) => each.setAttribute("aria-selected", String(index === chosen)));
    const current = panel.children[chosen];
    current?.scrollIntoView({ block: "nearest" });
    if (current?.id) field.setAttribute("aria-activedescendant", current.id);
  }

  function hide() {
    if (!open()) return;
    panel.hidden = true;
    field.removeAttribute("aria-activedescendant");
  }

  function pick(text) {
    hide();
    choose(text);
  }

  return {
    refresh,
    typed(text) {
      chosen = 0;
      const match = /^\/(\w*)$/.exec(text);
      const list = match ? commands.filter((each) => each.command.startsWith(match[1].toLowerCase())) : [];
      if (list.length) show(list);
      else hide();
    },
    async toggle() {
      if (open()) return hide();
      await refresh();
      chosen = 0;
      show(commands);
      field.focus();
    },
    key(event) {
      if (!open()) return false;
      const count = panel.children.length;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        chosen = (chosen + (event.key === "ArrowDown" ? 1 : count - 1)) % count;
        mark();
        return true;
      }
      if (event.key === "Escape") {
        hide();
        return true;
      }
      const text = panel.children[chosen]?.dataset.text;
      if (!text) return false;
      if (event.key === "Tab" && !event.shiftKey && field.value.startsWith("/")) {
        field.value = `${text} `;
        hide();
        return true;
      }
      if (event.key !== "Enter") return false;
      pick(text);
      return true;
    },
  };
}
