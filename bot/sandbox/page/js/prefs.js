// What the visitor chose for the page itself: language and colours. Kept in this browser.

import { emit } from "./store.js";
import en from "./texts/en.js";
import zh from "./texts/zh.js";

const TEXTS = { en, zh };
const remembered = (name) => {
  try {
    return localStorage.getItem(name);
  } catch {
    return null; // a browser that keeps nothing: choices last as long as the page
  }
};
const remember = (name, value) => {
  try {
    localStorage.setItem(name, value);
  } catch {
    // as above
  }
};

export const prefs = { language: "en", theme: "light" };

/** The page's text for `key`; {name} is filled in, and {n} chooses the plural form. */
export function t(key, values = {}) {
  const entry = TEXTS[prefs.language][key];
  const form = typeof entry === "string" ? entry : (entry[new Intl.PluralRules(prefs.language).select(values.n)] ?? entry.other);
  return form.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

export function startPrefs() {
  const wished = new URLSearchParams(location.search);
  const language = wished.get("lang") ?? remembered("language") ?? navigator.language.slice(0, 2);
  prefs.language = language in TEXTS ? language : "en";
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const chosen = wished.get("theme") ?? remembered("theme");
  paint(chosen ?? (dark.matches ? "dark" : "light"));
  dark.addEventListener("change", () => remembered("theme") ?? paint(dark.matches ? "dark" : "light"));
  name();
}

function name() {
  document.documentElement.lang = prefs.language === "zh" ? "zh-Hans" : "en";
  document.title = t("title");
  document.getElementById("title").textContent = t("title");
}

function paint(theme) {
  prefs.theme = theme === "dark" ? "dark" : "light";
  document.documentElement.dataset.theme = prefs.theme;
  emit("theme");
}

export function switchTheme() {
  paint(prefs.theme === "dark" ? "light" : "dark");
  remember("theme", prefs.theme);
  forgetWish("theme");
}

/** What was chosen on the page counts from now on, also after a reload. */
function forgetWish(wish) {
  const address = new URL(location.href);
  address.searchParams.delete(wish);
  history.replaceState(history.state, "", address);
}

export function switchLanguage() {
  prefs.language = prefs.language === "zh" ? "en" : "zh";
  remember("language", prefs.language);
  forgetWish("lang");
  name();
  emit("language");
}

export const locale = () => (prefs.language === "zh" ? "zh-CN" : "en-GB");
