// What the page knows of the world, and who wants to hear when it changes.

const hearers = new Map();

/** Call `hearer` whenever `topic` changes: people, chats, bot, clock, trouble, selection, screen, typing, language, messages, … */
export function on(topic, hearer) {
  if (!hearers.has(topic)) hearers.set(topic, new Set());
  hearers.get(topic).add(hearer);
  return () => hearers.get(topic).delete(hearer);
}

export function emit(topic, detail) {
  for (const hearer of [...(hearers.get(topic) ?? [])]) hearer(detail);
}

export const world = {
  number: 0,
  bot: { user: { id: 0, first_name: "", username: "" }, names: {}, descriptions: {}, short_descriptions: {} },
  clock: { now: 0, version: -1, at: 0 },
  page: { zone: "", morning: "08:30", evening: "18:30", agenda: [] },
  people: new Map(),
  chats: new Map(),
  messages: new Map(), // chat id → Map of message id → view; only of chats that were opened
  last: new Map(), // "chat/thread" → newest message view
  typing: new Map(), // chat id → {until (ms), thread}
  unread: new Map(), // "chat/thread" → number of messages of the bot that were not shown
};

/** Who is looking at what: {person, chat, thread} by id; thread 0 is none. */
export const selection = { person: 0, chat: 0, thread: 0 };

/** Places on the screen at the moment, as keys of `placeKey`. */
export const onScreen = new Set();

export const threadOf = (message) => message.message_thread_id ?? 0;
export const placeKey = (chatId, thread) => `${chatId}/${thread}`;
const placeOf = (message) => placeKey(message.chat.id, threadOf(message));

/** World time in milliseconds. */
export function worldNow() {
  return world.clock.now * 1000 + (performance.now() - world.clock.at);
}

export function takeSnapshot(seen) {
  world.number = seen.number;
  world.bot = seen.bot;
  world.page = seen.page;
  takeClock(seen.clock);
  world.people = new Map(seen.people.map((each) => [each.user.id, each]));
  world.chats = new Map(seen.chats.map((each) => [each.chat.id, each]));
  world.last = new Map(seen.chats.flatMap((each) => each.lasts).map((view) => [placeOf(view.message), view]));
  world.messages.clear();
  world.typing.clear();
  world.unread.clear();
  if (!world.chats.has(selection.chat)) Object.assign(selection, { person: 0, chat: 0, thread: 0 });
  for (const topic of ["bot", "clock", "people", "chats", "trouble"]) emit(topic);
}

function takeClock(clock) {
  world.clock = { ...clock, at: performance.now() };
}

/** Take in one `change` event of the stream. */
export function takeChange(change) {
  world.number = change.number;
  if (change.bot) {
    world.bot = change.bot;
    world.page = change.page;
    emit("bot");
  }
  for (const person of change.people) world.people.set(person.user.id, person);
  for (const chat of change.chats) world.chats.set(chat.chat.id, chat);
  const touched = new Map();
  for (const view of change.messages) {
    const chatId = view.message.chat.id;
    takeMessage(chatId, view);
    touched.set(chatId, [...(touched.get(chatId) ?? []), view]);
  }
  for (const action of change.actions) noteTyping(action);
  if (change.people.length) emit("people");
  if (change.chats.length || change.messages.length) emit("chats");
  for (const [chatId, views] of touched) emit("messages", { chatId, views });
  if (change.clock) {
    takeClock(change.clock);
    emit("clock", { jumped: true });
  }
  if (change.trouble) emit("trouble");
}

function takeMessage(chatId, view) {
  const known = world.messages.get(chatId);
  const isNew = view.version === 0 && !known?.has(view.message.message_id);
  if (known) {
    if (view.deleted) known.delete(view.message.message_id);
    else known.set(view.message.message_id, view);
  }
  const place = placeOf(view.message);
  const last = world.last.get(place);
  if (view.deleted ? last?.message.message_id === view.message.message_id : !last || view.order >= last.order) {
    world.last.set(place, view);
  }
  if (view.from_bot) {
    world.typing.delete(chatId);
    emit("typing", { chatId });
  }
  if (isNew && view.from_bot && !(onScreen.has(place) && !document.hidden)) {
    world.unread.set(place, (world.unread.get(place) ?? 0) + 1);
  }
}

/** The bot is doing something: shown for five seconds at most (Bot API, sendChatAction), or until it speaks. */
function noteTyping(action) {
  const until = performance.now() + 5000;
  world.typing.set(action.chat_id, { until, action: action.action, thread: action.thread ?? 0 });
  emit("typing", { chatId: action.chat_id });
  setTimeout(() => {
    if ((world.typing.get(action.chat_id)?.until ?? 0) > until) return;
    world.typing.delete(action.chat_id);
    emit("typing", { chatId: action.chat_id });
  }, 5050);
}

/** Put the messages of a chat that was opened, or older ones of it, beside those that are known. */
export function takeMessages(chatId, views) {
  const all = world.messages.get(chatId) ?? new Map();
  for (const view of views) {
    const known = all.get(view.message.message_id);
    if (!known || known.version < view.version) all.set(view.message.message_id, view);
  }
  world.messages.set(chatId, all);
}

/** A person's place in a chat: creator, administrator, member, or "" for none. */
export function standing(personId, chat) {
  if (chat.chat.type === "private") return chat.chat.id === personId ? "member" : "";
  const status = chat.members[personId] ?? "";
  return ["creator", "administrator", "member"].includes(status) ? status : "";
}

/** The chats a person is in, the private one first, those that moved away left out. */
export function chatsOf(personId) {
  const own = [...world.chats.values()].filter((chat) => standing(personId, chat) && !chat.moved_to);
  return own.sort((a, b) => Number(b.chat.type === "private") - Number(a.chat.type === "private"));
}

/** What a person has to know about a chat by its name. */
export function titleOf(chat) {
  return chat.chat.type === "private" ? world.bot.user.first_name : chat.chat.title;
}

export function topicName(chat, thread) {
  return chat.topic_names[thread] ?? (thread ? `#${thread}` : "");
}

/** Show another conversation. */
export function select(person, chat, thread = 0) {
  Object.assign(selection, { person, chat, thread });
  emit("selection");
  emit("chats");
}
