// A message's text with its entities, as elements. Offsets are UTF-16 units, which is what JavaScript counts in.

import { h } from "./dom.js";
import { t } from "./prefs.js";
import { quote } from "./quote.js";
import { moment } from "./times.js";
import { notify } from "./notices.js";

const SIMPLE = { bold: "strong", italic: "em", underline: "u", strikethrough: "s" };
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

/** Elements for a text. `actions` has open(url), command(text), mention(name) and search(tag). */
export function formatted(text, entities, actions) {
  const sorted = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return pieces(text, sorted, 0, text.length, actions);
}

function pieces(text, entities, start, end, actions) {
  const fragment = document.createDocumentFragment();
  let at = start;
  let afterBlock = false;
  const words = (until, beforeBlock) => {
    let raw = text.slice(at, until);
    if (afterBlock) raw = raw.replace(/^\n/, ""); // a block ends its line by itself
    if (beforeBlock) raw = raw.replace(/\n$/, "");
    if (raw) fragment.append(raw);
  };
  for (let index = 0; index < entities.length; index += 1) {
    const entity = entities[index];
    const stop = Math.min(entity.offset + entity.length, end);
    if (entity.offset < at) continue;
    const block = BLOCKS.has(entity.type);
    words(entity.offset, block);
    const inner = [];
    while (index + 1 < entities.length && entities[index + 1].offset < stop) inner.push(entities[(index += 1)]);
    fragment.append(element(entity, text.slice(entity.offset, stop), pieces(text, inner, entity.offset, stop, actions), actions));
    at = stop;
    afterBlock = block;
  }
  words(end, false);
  return fragment;
}

function element(entity, raw, content, actions) {
  if (SIMPLE[entity.type]) return h(SIMPLE[entity.type], {}, content);
  switch (entity.type) {
    case "spoiler":
      return spoiler(content);
    case "code":
      return h("code", { class: "copies", title: t("copy"), onclick: () => copy(raw) }, content);
    case "pre":
      return h("pre", { tabindex: "0", "data-language": entity.language ?? null }, h("code", {}, content));
    case "blockquote":
      return h("blockquote", {}, content);
    case "expandable_blockquote":
      return quote(content);
    case "text_link":
      return link(entity.url, content, actions);
    case "url":
      return link(/^[a-z][a-z0-9+.-]*:/i.test(raw) ? raw : `http://${raw}`, content, actions);
    case "email":
      return h("a", { href: `mailto:${raw}` }, content);
    case "bot_command":
      return h("button", { type: "button", class: "inword", onclick: () => actions.command(raw) }, content);
    case "mention":
      return h("button", { type: "button", class: "inword", onclick: () => actions.mention(raw.slice(1)) }, content);
    case "date_time":
      return h("time", { datetime: new Date(entity.unix_time * 1000).toISOString(), title: moment(entity.unix_time * 1000) }, content);
    case "text_mention":
    case "hashtag":
    case "cashtag":
    case "phone_number":
      return h("span", { class: "tag" }, content);
    default:
      return h("span", {}, content);
  }
}

function link(address, content, actions) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return h("span", {}, content);
  }
  if (!["http:", "https:", "tg:"].includes(url.protocol)) return h("span", {}, content);
  const onclick = (event) => {
    if (actions.open(url)) event.preventDefault();
  };
  return h("a", { href: url.href, target: "_blank", rel: "noopener noreferrer nofollow", title: url.href, onclick }, content);
}

/** Hidden until it is pressed. */
function spoiler(content) {
  const element = h("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": t("spoiler") }, h("span", { "aria-hidden": "true" }, content));
  const reveal = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    for (const name of ["role", "tabindex", "aria-label"]) element.removeAttribute(name);
    element.classList.add("open");
    element.firstElementChild.removeAttribute("aria-hidden");
  };
  element.addEventListener("click", reveal, { once: true });
  element.addEventListener("keydown", reveal);
  return element;
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    notify(t("copied"));
  } catch {
    // the browser does not let pages copy: the text can still be selected
  }
}
