// What people and owners can do to the bot in this conversation.

import * as api from "./api.js";
import { h } from "./dom.js";
import { ask, complain } from "./notices.js";
import { t } from "./prefs.js";
import { on, select, standing, world } from "./store.js";

/** The buttons that make sense in a place. */
export function chatActions(place) {
  const row = h("div", { class: "actions" });
  const draw = () => row.replaceChildren(...buttons(place).map(([label, act]) =>
    h("button", { type: "button", class: "plain", onclick: () => Promise.resolve(act()).catch(complain) }, label)));
  const end = on("chats", draw);
  draw();
  return { element: h("section", {}, h("h3", {}, t("chatTitleHere")), row), end };
}

function buttons({ person, chat: id, thread }) {
  const chat = world.chats.get(id);
  if (!chat) return [];
  const bot = (status, more) => api.setBot(id, person, status, more);
  if (chat.chat.type === "private") {
    return [chat.blocked ? [t("unblock"), () => bot("member")] : [t("block"), () => bot("kicked")]];
  }
  const inside = ["member", "restricted", "administrator"].includes(chat.bot_status);
  const list = [inside ? [t("kick"), () => bot("kicked")] : [t("addBot"), () => bot(chat.chat.type === "channel" ? "administrator" : "member")]];
  if (inside) list.push(chat.bot_status === "administrator" ? [t("demote"), () => bot("member")] : [t("promote"), () => bot("administrator")]);
  if (inside && chat.chat.type === "supergroup") list.push(chat.bot_status === "restricted" ? [t("unmute"), () => bot("member")] : [t("mute"), () => bot("restricted")]);
  if (chat.chat.type === "group") list.push([t("migrate"), async () => {
    const moved = await api.migrate(id);
    setTimeout(() => select(person, moved.chat.id), 300);
  }]);
  if (chat.chat.is_forum) {
    if (thread) list.push([t(chat.topics[thread] === false ? "openTopic" : "closeTopic"), () => api.setTopic(id, { thread_id: thread, open: chat.topics[thread] === false })]);
    list.push([t("newTopic"), () => newTopic(id)]);
  }
  for (const other of world.people.values()) {
    if (!standing(other.user.id, chat)) list.push([t("joinAs", { name: other.user.first_name }), () => api.setMember(id, other.user.id, "member")]);
  }
  return list;
}

async function newTopic(id) {
  const field = h("label", { class: "field" }, h("span", {}, t("chatTitle")), h("input", { name: "name", required: true, autofocus: true }));
  const values = await ask(t("newTopic"), [field], t("create"));
  if (values?.name.trim()) await api.setTopic(id, { name: values.name.trim() });
}
