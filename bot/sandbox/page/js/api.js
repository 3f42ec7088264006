// Calls to the sandbox's control API.

/** The sandbox said no; the message says why. */
export class Refusal extends Error {}

async function call(method, path, body) {
  const options = { method };
  if (body instanceof FormData) options.body = body;
  else if (body !== undefined) {
    options.body = JSON.stringify(body);
    options.headers = { "content-type": "application/json" };
  }
  const response = await fetch(`/control${path}`, options);
  const answer = await response.json();
  if (!response.ok) throw new Refusal(answer.error ?? String(response.status));
  return answer;
}

const get = (path) => call("GET", path);
const post = (path, body = {}) => call("POST", path, body);

export const snapshot = () => get("/page");
export const messages = (chatId, { before = "", limit = 80 } = {}) =>
  get(`/chats/${chatId}/messages?limit=${limit}${before ? `&before=${before}` : ""}`);
export const commands = (userId, chatId) => get(`/users/${userId}/commands?chat_id=${chatId}`);

export const say = (chatId, userId, text, extra = {}) => post(`/chats/${chatId}/say`, { user_id: userId, text, ...extra });
export const press = (chatId, userId, messageId, data) =>
  post(`/chats/${chatId}/press`, { user_id: userId, message_id: messageId, data, timeout: 15 });

export function sendFile(chatId, userId, file, { photo = false, caption = "", thread = 0 } = {}) {
  const form = new FormData();
  form.set("user_id", String(userId));
  if (caption) form.set("caption", caption);
  if (photo) form.set("photo", "1");
  if (thread) form.set("thread_id", String(thread));
  form.set("file", file, file.name);
  return call("POST", `/chats/${chatId}/file`, form);
}

export const inline = (userId, query, offset = "") => post(`/users/${userId}/inline`, { query, offset, timeout: 15 });
export const chooseInline = (userId, chatId, queryId, resultId, thread) =>
  post(`/users/${userId}/inline/choose`, { chat_id: chatId, query_id: queryId, result_id: resultId, thread_id: thread || null });

export const newPerson = (first_name, language) => post("/users", { first_name, language });
export const newChat = (values) => post("/chats", values);
export const setBot = (chatId, userId, status, extra = {}) => post(`/chats/${chatId}/bot`, { user_id: userId, status, ...extra });
export const setMember = (chatId, userId, status) => post(`/chats/${chatId}/members`, { user_id: userId, status });
export const migrate = (chatId) => post(`/chats/${chatId}/migrate`);
export const setTopic = (chatId, values) => post(`/chats/${chatId}/topics`, values);

export const moveClock = (values) => post("/clock", values);

export const faults = () => get("/faults");
export const addFault = (rule) => post("/faults", rule);
export const removeFault = (id) => call("DELETE", `/faults?id=${id}`);
export const limits = () => get("/limits");
export const setLimits = (values) => post("/limits", values);
export const calls = (limit) => get(`/calls?limit=${limit}`);

export const fileAddress = (fileId) => `/control/files/${encodeURIComponent(fileId)}`;
