// Puts the page together: list, one or two conversations, drawer, drop zone.

import { conversation } from "./conversation.js";
import { h } from "./dom.js";
import { troubleDrawer } from "./drawer.js";
import { dropZone } from "./drop.js";
import { chatList, places } from "./list.js";
import { follow } from "./live.js";
import { complain, notify } from "./notices.js";
import { startPrefs, t } from "./prefs.js";
import { emit, on, select, selection, world } from "./store.js";

const app = document.getElementById("app");
const stage = document.getElementById("stage");
const panes = [];

function empty() {
  return h("p", { class: "pick" }, t("pickChat"));
}

function addPane() {
  const first = panes.length === 0;
  const pane = conversation({
    bar: first,
    onback: () => history.back(),
    onbeside: first ? () => (panes.length > 1 ? closeBeside() : openBeside()) : null,
    onclose: first ? null : closeBeside,
  });
  pane.element.addEventListener("focusin", () => {
    lastPane = pane;
    follows(pane);
  });
  panes.push(pane);
  stage.append(pane.element);
  return pane;
}

let lastPane = null;

/** The selection goes to what this pane shows. */
function follows({ place }) {
  const { person, chat, thread } = place;
  if (chat && (person !== selection.person || chat !== selection.chat || thread !== selection.thread)) select(person, chat, thread);
}

/** The first conversation that is not shown yet, in a second pane. */
function openBeside() {
  const shown = panes[0].place;
  const others = [...world.people.keys()].flatMap((id) => places(id).map(({ chat, thread }) => ({ person: id, chat: chat.chat.id, thread })));
  const other = others.find((place) => place.person !== shown.person && place.chat !== shown.chat) ?? others.find((place) => place.chat !== shown.chat);
  if (!other) return notify(t("besideNone"));
  stage.classList.add("two");
  addPane().show(other).catch(complain);
}

function closeBeside() {
  stage.classList.remove("two");
  panes.pop().end();
  lastPane = null;
  follows(panes[0]);
  panes[0].focus();
}

/** After a reset: what is no longer there is not shown. */
function tidy() {
  if (panes.every((pane) => world.chats.has(pane.place.chat))) return;
  for (const pane of panes.splice(0)) pane.end();
  lastPane = null;
  stage.classList.remove("two");
  stage.replaceChildren(empty());
  history.replaceState(null, "", location.pathname);
  app.dataset.view = "list";
}

function showSelection() {
  if (!selection.chat) return;
  if (!panes.length) stage.replaceChildren();
  const pane = panes.length > 1 && lastPane === panes[1] ? panes[1] : (panes[0] ?? addPane());
  const { person, chat, thread } = pane.place;
  if (person === selection.person && chat === selection.chat && thread === selection.thread) return;
  pane.show(selection).catch(complain);
}

/** The place in the address, so that back and reload work: #person/chat/thread. */
function readAddress() {
  const [person, chat, thread = 0] = location.hash.slice(1).split("/").map(Number);
  if (world.people.has(person) && world.chats.has(chat)) {
    app.dataset.view = "chat";
    if (person !== selection.person || chat !== selection.chat || thread !== selection.thread) select(person, chat, thread);
  } else {
    app.dataset.view = "list";
  }
}

function writeAddress() {
  const hash = `#${selection.person}/${selection.chat}/${selection.thread}`;
  if (location.hash === hash) return;
  if (location.hash) history.replaceState(null, "", hash);
  else history.pushState(null, "", hash);
  app.dataset.view = "chat";
}

async function start() {
  startPrefs();
  stage.append(empty());
  chatList(document.getElementById("side"), () => {
    app.dataset.view = "chat";
    if (matchMedia("(pointer: fine)").matches) panes[0]?.focus(); // on a phone the keyboard would cover the chat
  });
  troubleDrawer(document.getElementById("drawer"));
  dropZone(document.getElementById("drop"));
  on("selection", () => (writeAddress(), showSelection()));
  on("world", tidy);
  on("language", () => panes.length || stage.replaceChildren(empty()));
  addEventListener("popstate", readAddress);
  document.addEventListener("visibilitychange", () => document.hidden || (selection.chat && emit("chats")));
  await follow().catch(retry);
  readAddress();
  const [person] = world.people.keys();
  if (!selection.chat && person && matchMedia("(min-width: 760px)").matches) select(person, person);
}

function retry() {
  emit("connection", false);
  return new Promise((resolve) => setTimeout(resolve, 1000)).then(() => follow().catch(retry));
}

start();
