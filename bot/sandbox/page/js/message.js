// One message as it stands in a conversation.

import { fileAddress } from "./api.js";
import { avatar, h, icon } from "./dom.js";
import { formatted } from "./format.js";
import { inlineKeyboard } from "./keyboard.js";
import { t } from "./prefs.js";
import { world } from "./store.js";
import { clockTime, size } from "./times.js";

/** An element. `here`: {person, chat, actions, joined}; joined: it goes on what the one before began. */
export function messageElement(view, here) {
  const { message } = view;
  const service = serviceText(message);
  if (service) return h("div", { class: "service" }, h("span", {}, service));
  const mine = view.sender === here.person && !view.from_bot;
  const group = here.chat.chat.type !== "private";
  const bubble = h("div", { class: "bubble" },
    group && !mine && !here.joined ? senderLine(view) : null,
    message.via_bot ? h("p", { class: "via" }, t("viaBot", { name: message.via_bot.username })) : null,
    replyStrip(message.reply_to_message),
    picture(message.photo),
    attachment(message.document),
    words(message, here.actions),
    footer(view));
  return h("article", { class: `message ${mine ? "mine" : "theirs"}${here.joined ? " joined" : ""}`, "aria-label": senderName(message) },
    group && !mine ? h("span", { class: "face" }, here.joined ? null : face(view)) : null,
    h("div", { class: "column" }, bubble, inlineKeyboard(view, here)));
}

/** What decides how a message looks: when this changes it is drawn anew. */
export const messageStamp = (view, joined) => `${view.version}.${joined ? 1 : 0}`;

/** Its words on one line, for the list of chats and for replies. */
export function preview(message) {
  const service = serviceText(message);
  if (service) return service;
  const text = (message.text ?? message.caption ?? "").replace(/\s+/g, " ").slice(0, 160);
  if (message.photo) return text ? `🖼 ${text}` : `🖼 ${t("photo")}`;
  if (message.document) return `📎 ${message.document.file_name ?? t("document")}`;
  return text;
}

function serviceText(message) {
  if (message.new_chat_members) return t("botJoined", { name: message.new_chat_members.map((each) => each.first_name).join(", ") });
  if (message.left_chat_member) return t("someoneLeft", { name: message.left_chat_member.first_name });
  if (message.migrate_to_chat_id) return t("becameSuper");
  if (message.migrate_from_chat_id) return t("cameFrom");
  if (message.pinned_message) return `📌 ${preview(message.pinned_message)}`;
  return "";
}

export const senderName = (message) =>
  message.sender_chat?.title ?? [message.from?.first_name, message.from?.last_name].filter(Boolean).join(" ");

/** A channel speaks in its own name, whoever posts. */
const speaker = (view) => view.message.sender_chat?.id ?? view.sender;
const byBot = (view) => view.from_bot && !view.message.sender_chat;

function senderLine(view) {
  const line = h("p", { class: "sender" }, senderName(view.message), byBot(view) ? h("span", { class: "mark" }, t("bot")) : null);
  line.style.setProperty("--hue", String((Math.abs(speaker(view)) * 67) % 360));
  return line;
}

function face(view) {
  return avatar(speaker(view), senderName(view.message), byBot(view) ? "square" : "");
}

function replyStrip(target) {
  if (!target) return null;
  return h("p", { class: "replied" }, h("strong", {}, senderName(target)), h("span", {}, preview(target)));
}

function picture(photo) {
  if (!photo) return null;
  const largest = photo[photo.length - 1];
  const image = h("img", { src: fileAddress(largest.file_id), width: largest.width, height: largest.height, alt: t("photo"), loading: "lazy" });
  return h("a", { class: "picture", href: fileAddress(largest.file_id), target: "_blank", rel: "noopener" }, image);
}

function attachment(file) {
  if (!file) return null;
  const name = file.file_name ?? t("document");
  const label = t("download", { name, size: size(file.file_size ?? 0) });
  return h("a", { class: "attachment", href: fileAddress(file.file_id), download: name, "aria-label": label },
    h("span", { class: "disc" }, icon("file")),
    h("span", { class: "about" }, h("strong", {}, name), h("span", {}, size(file.file_size ?? 0))));
}

function words(message, actions) {
  const text = message.text ?? message.caption;
  if (!text) return null;
  return h("div", { class: "words", dir: "auto" }, formatted(text, message.entities ?? message.caption_entities, actions));
}

function footer(view) {
  const { message } = view;
  return h("p", { class: "stamp" }, view.edited ? `${t("edited")} ` : null,
    h("time", { datetime: new Date(message.date * 1000).toISOString() }, clockTime(message.date)));
}

/** A picture of the bot's own, for where it introduces itself. */
export const botFace = () => avatar(world.bot.user.id, world.bot.user.first_name, "square");
