// Toasts, drawers, dialogs, colours, steppers, counters, progress. All delegated: it survives swaps, and no
// page needs a script of its own.
export const $ = (selector, root = document) => root.querySelector(selector);
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];

const SVG = "http://www.w3.org/2000/svg";

export function icon(name) {
  const drawn = document.createElementNS(SVG, "svg");
  drawn.setAttribute("class", "i");
  drawn.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${document.documentElement.dataset.icons}#${name}`);
  drawn.append(use);
  return drawn;
}

export const csrf = () => ({ "x-csrftoken": $('meta[name="csrf"]').content });

export function post(url) {
  return window.htmx.ajax("POST", url, { target: "body", swap: "none", headers: csrf() });
}

/** A message in the corner; `undo` is {label, url} for the server or {label, act} for a function here. */
export function toast({ message, tone = "ok", undo, ms = 6000 }) {
  const box = $("#toasts");
  const shown = document.createElement("div");
  shown.className = `toast ${tone}`;
  shown.append(icon(tone === "bad" ? "alert-triangle" : "circle-check"));
  const words = document.createElement("span");
  words.className = "grow";
  words.textContent = message;
  shown.append(words);
  if (undo) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = undo.label;
    button.addEventListener("click", () => {
      shown.remove();
      undo.act ? undo.act() : post(undo.url);
    });
    shown.append(button);
  }
  box.append(shown);
  setTimeout(() => shown.remove(), ms);
  while (box.children.length > 3) box.firstElementChild.remove();
  return shown;
}

document.addEventListener("toast", (event) => toast(event.detail));
for (const left of all("[data-toast]")) setTimeout(() => left.remove(), 6000);

// Every request of htmx's that changes something carries the token.
document.addEventListener("htmx:config:request", (event) => {
  const request = event.detail.ctx.request;
  if (request.method !== "GET") Object.assign(request.headers, csrf());
});
document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => {
  if (ctx.response.status >= 500 && !ctx.hx?.trigger) toast({ message: document.body.dataset.offline, tone: "bad" });
});
document.addEventListener("htmx:error", (event) => {
  if (event.detail?.error?.name !== "AbortError") toast({ message: document.body.dataset.offline, tone: "bad" });
});

let underWay = 0;
const progress = (change) => {
  underWay = Math.max(0, underWay + change);
  $("#progress")?.classList.toggle("on", underWay > 0);
};
document.addEventListener("htmx:before:request", () => progress(1));
document.addEventListener("htmx:finally:request", () => progress(-1));

// The numbers around the page come along with a part, in a template of their own.
function count() {
  for (const sent of all("template[data-counters]")) {
    for (const place of all("[data-counter]")) {
      const value = sent.dataset[place.dataset.counter];
      if (value === undefined) continue;
      place.textContent = value;
      place.hidden = place.dataset.counter !== "cart_lines" && !Number(value);
    }
    const credit = $("#free-credit");
    if (credit && sent.dataset.free_credit) credit.textContent = sent.dataset.free_credit;
    sent.remove();
  }
}
document.addEventListener("htmx:after:swap", count);

function drawer(open) {
  const side = $("#side");
  side.classList.toggle("open", open);
  $(".scrim")?.remove();
  if (!open) return;
  const scrim = document.createElement("div");
  scrim.className = "scrim";
  scrim.dataset.act = "drawer-close";
  document.body.append(scrim);
  $("a", side).focus();
}

function theme() {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme:dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  document.cookie = `theme=${root.dataset.theme};path=/;max-age=31536000;samesite=lax`;
}

function step(button) {
  const input = $("input", button.parentElement);
  const by = Number(input.step) || 1;
  input.value = Math.max(Number(input.min) || 0, (Number(input.value) || 0) + by * Number(button.dataset.d));
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Where the button is a link, it leads to the same dialog without scripts, which then is open already. */
function openDialog(button, event) {
  event.preventDefault();
  const dialog = document.getElementById(button.dataset.dialog);
  dialog.close();
  dialog.showModal();
}

/** What `data-act="name"` does when it is clicked; areas add theirs. */
export const acts = {
  drawer: () => drawer(true),
  "drawer-close": () => drawer(false),
  theme,
  step,
  print: () => window.print(),
  back: () => history.back(),
  toggle: (button) => document.getElementById(button.dataset.toggles).classList.toggle("open"),
  open: openDialog,
  close: (button) => button.closest("dialog").close(),
  cmd: () => {
    const palette = $("#cmd");
    palette.showModal();
    $("input", palette).value = "";
    $("input", palette).focus();
  },
  help: () => $("#keys").showModal(),
  copy: async (button) => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent.trim());
    toast({ message: button.dataset.copied });
  },
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-act]");
  if (button && acts[button.dataset.act]) acts[button.dataset.act](button, event);
  if (event.target.nodeName === "DIALOG") event.target.close();
  for (const menu of all("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("change", (event) => {
  const input = event.target;
  if (input.matches(".qty input")) {
    const by = Number(input.step) || 1;
    input.value = Math.max(Number(input.min) || 0, Math.ceil(Number(input.value) / by) * by || 0);
  }
  if (input.matches("[data-submits]")) input.form.requestSubmit();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of all("details.menu[open]")) {
    menu.open = false;
    $("summary", menu).focus();
  }
});
