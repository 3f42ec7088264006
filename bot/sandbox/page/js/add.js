// Adding people, groups, forums and channels.

import * as api from "./api.js";
import { h } from "./dom.js";
import { ask, complain } from "./notices.js";
import { prefs, t } from "./prefs.js";
import { select, selection, world } from "./store.js";

const KINDS = ["Person", "Group", "Forum", "Channel"];

/** Ask what to add, and add it. Chats belong to the person one is at the moment. */
export async function addDialog() {
  const owner = world.people.get(selection.person) ?? [...world.people.values()][0];
  const kinds = owner ? KINDS : KINDS.slice(0, 1);
  const radios = kinds.map((kind, index) => h("label", { class: "choice" },
    h("input", { type: "radio", name: "kind", value: kind, checked: index === 0 }), h("span", {}, t(`kind${kind}`))));
  const name = h("input", { name: "name", required: true, maxlength: "64", autocomplete: "off", autofocus: true });
  const label = h("label", { class: "field" }, h("span", {}, t("yourName")), name);
  const language = h("label", { class: "field" }, h("span", {}, t("speaks")),
    h("select", { name: "language" },
      ["en", "zh"].map((code) => h("option", { value: code, selected: code === prefs.language }, code === "zh" ? "中文" : "English"))));
  const note = h("p", { class: "small", hidden: true }, owner ? t("createdBy", { name: owner.user.first_name }) : "");
  const choose = h("fieldset", { class: "choices", onchange: (event) => {
    const person = event.target.value === "Person";
    label.firstElementChild.textContent = t(person ? "yourName" : "chatTitle");
    language.hidden = !person;
    note.hidden = person;
  } }, h("legend", { class: "unseen" }, t("addTitle")), radios);
  const values = await ask(t("addTitle"), [kinds.length > 1 ? choose : null, label, language, note].filter(Boolean), t("create"));
  if (!values?.name.trim()) return;
  await add(values.kind ?? "Person", values.name.trim(), values.language, owner).catch(complain);
}

async function add(kind, name, language, owner) {
  if (kind === "Person") {
    const { id } = await api.newPerson(name, language);
    await known(world.people, id);
    return select(id, id);
  }
  const type = { Group: "group", Forum: "supergroup", Channel: "channel" }[kind];
  const { chat } = await api.newChat({ type, title: name, forum: kind === "Forum", creator: owner.user.id });
  await api.setBot(chat.id, owner.user.id, kind === "Channel" ? "administrator" : "member");
  const thread = kind === "Forum" ? (await api.setTopic(chat.id, { name: t("firstTopic") })).thread_id : 0;
  await known(world.chats, chat.id);
  select(owner.user.id, chat.id, thread);
}

/** Wait until the stream has told of something that was just made. */
async function known(things, id) {
  for (let tries = 0; tries < 60 && !things.has(id); tries += 1) await new Promise((resolve) => setTimeout(resolve, 50));
}
