// Building and reusing elements. Text always goes in as text, never as markup.

/** An element: h("p", {class: "x", onclick: f}, "text", child). null and false children are left out. */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "dataset") Object.assign(element.dataset, value);
    else if (value === true) element.setAttribute(name, "");
    else element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Put these in place of what an element holds; null and false are left out. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
}

/** Make `parent` show `items` in order, reusing the element of an item whose stamp did not change. */
export function reconcile(parent, items, { key, stamp, make }) {
  const wanted = new Set(items.map((item) => String(key(item))));
  const there = new Map();
  for (const child of [...parent.children]) {
    if (wanted.has(child.dataset.key)) there.set(child.dataset.key, child);
    else child.remove();
  }
  let before = null;
  for (const item of items) {
    const name = String(key(item));
    const mark = String(stamp(item));
    let element = there.get(name);
    if (element?.dataset.stamp !== mark) {
      const fresh = make(item, element ?? null);
      Object.assign(fresh.dataset, { key: name, stamp: mark });
      if (element) replaceKeepingFocus(element, fresh);
      element = fresh;
    }
    const place = before ? before.nextElementSibling : parent.firstElementChild;
    if (element !== place) parent.insertBefore(element, place); // what stands right is not touched: it may have the focus
    before = element;
  }
}

/** Swap an element; what had the focus in it keeps it, found by data-focus. */
function replaceKeepingFocus(old, fresh) {
  const active = old.contains(document.activeElement) ? document.activeElement : null;
  const name = active?.dataset.focus;
  old.replaceWith(fresh);
  if (!active) return;
  const heir = name ? fresh.querySelector(`[data-focus="${CSS.escape(name)}"]`) : null;
  (heir ?? fresh.querySelector("button, a[href]"))?.focus({ preventScroll: true });
}

const PATHS = {
  back: "M14.5 5.5 8 12l6.5 6.5",
  send: "M12 19V5.5M6 11.5l6-6 6 6",
  attach: "M8.5 12.5 14 7a2.8 2.8 0 0 1 4 4l-7.5 7.5a4.6 4.6 0 0 1-6.5-6.5L11.5 4.5",
  slash: "M8 19.5 16 4.5",
  plus: "M12 5v14M5 12h14",
  close: "M6 6l12 12M18 6 6 18",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
  moon: "M19.5 14.2A8 8 0 0 1 9.8 4.5a8 8 0 1 0 9.7 9.7Z",
  storm: "M7 15a4.5 4.5 0 0 1 .3-9A6 6 0 0 1 18.500 8.500a3.500 3.500 0 0 1-.5 6.500M12.500 11 10 15.500h4L11.500 20",
  beside: "M4.500 5.500h15v13h-15zM12 5.500v13",
  clock: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM12 8v4.500l3 1.800",
  file: "M7 3.500h7l4 4v13H7zM14 3.500v4h4M10 12.500h5M10 16h5",
  down: "M6 9.500l6 6 6-6",
  keyboard: "M4 7h16v10H4zM7.500 10.500h.01M11 10.500h.01M14.500 10.500h.01M8.500 14h7",
  check: "M5 12.500l4.500 4.500L19 7.500",
  tray: "M12 4v9.500M8 10l4 4 4-4M4.500 15.500v4h15v-4",
};

/** A line drawing that says nothing to a screen reader. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true" })) {
    svg.setAttribute(key, value);
  }
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** A round button with an icon; `label` is its name and tooltip. */
export function iconButton(name, label, properties = {}) {
  const { class: more = "", ...rest } = properties;
  return h("button", { type: "button", class: `round ${more}`, "aria-label": label, title: label, ...rest }, icon(name));
}

/** The round picture of a person or chat: initials on a colour of their own. */
export function avatar(id, title, kind = "") {
  const letters = [...title.replace(/[^\p{L}\p{N}]/gu, "")];
  const wide = /\p{Script=Han}/u.test(letters[0] ?? "");
  const element = h("span", { class: `avatar ${kind}`, "aria-hidden": "true" }, wide ? letters[0] : letters.slice(0, 1).join("").toUpperCase() || "•");
  element.style.setProperty("--hue", String((Math.abs(Number(id)) * 67) % 360));
  return element;
}
