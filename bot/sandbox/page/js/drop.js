// Dropping a file anywhere on the page: the administrator sends it to the bot.

import { sendOne } from "./composer.js";
import { h, icon } from "./dom.js";
import { t } from "./prefs.js";
import { select, selection, world } from "./store.js";

/** Who sends a dropped file, and where: the administrator to the bot, or whoever one is in the chat one sees. */
function addressee() {
  const current = world.people.get(selection.person);
  if (current?.is_admin) return { ...selection };
  const admin = [...world.people.values()].find((each) => each.is_admin);
  if (admin) return { person: admin.user.id, chat: admin.user.id, thread: 0 };
  return selection.chat ? { ...selection } : null;
}

/** Listen for files over the whole page. */
export function dropZone(element) {
  let depth = 0;
  const withFiles = (event) => event.dataTransfer?.types.includes("Files") && addressee();
  const hide = () => {
    depth = 0;
    element.hidden = true;
  };
  addEventListener("dragenter", (event) => {
    if (!withFiles(event)) return;
    event.preventDefault();
    depth += 1;
    const name = world.people.get(addressee().person)?.user.first_name ?? "";
    element.replaceChildren(h("div", {}, icon("tray"), h("strong", {}, t("dropHere")), h("span", {}, t("dropAs", { name }))));
    element.hidden = false;
  });
  addEventListener("dragover", (event) => withFiles(event) && event.preventDefault());
  addEventListener("dragleave", () => (depth -= 1) <= 0 && hide());
  addEventListener("drop", async (event) => {
    if (!withFiles(event)) return;
    event.preventDefault();
    hide();
    await deliver([...event.dataTransfer.files]);
  });
}

/** The same by a file picker, for keyboards and phones. */
export function chooseFile() {
  const picker = h("input", { type: "file", multiple: true });
  picker.addEventListener("change", () => deliver([...picker.files]));
  picker.click();
}

async function deliver(files) {
  const to = addressee();
  if (!to) return;
  select(to.person, to.chat, to.thread);
  for (const file of files) await sendOne(file, to);
}
