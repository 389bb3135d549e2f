// A decision is held for a few seconds, so that it can be taken back before it happens. Who leaves the page
// meanwhile meant it: it is sent then.
import { $, acts, all, csrf, toast } from "./ui.js";

const HELD_MS = 5000;
const held = new Set();

const isHeld = (id) => [...held].some((decision) => decision.ids.includes(id));

/** What is decided leaves the list, and cannot be decided again. */
function mark() {
  for (const row of all("[data-approval]")) row.hidden = isHeld(row.dataset.approval);
  const actions = $("[data-decides-on]");
  if (actions) actions.hidden = isHeld(actions.dataset.decidesOn);
}

function forget(decision) {
  clearTimeout(decision.timer);
  decision.shown.remove();
  held.delete(decision);
  mark();
}

const ask = ({ url, body }) =>
  fetch(url, { method: "POST", body, headers: { ...csrf(), "hx-request": "true" }, keepalive: true });

async function send(decision) {
  decision.sent = true;
  decision.shown.remove();
  try {
    const answer = await ask(decision);
    const events = JSON.parse(answer.headers.get("hx-trigger") || "{}");
    for (const [name, detail] of Object.entries(events)) {
      document.body.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
    }
    document.body.insertAdjacentHTML("beforeend", await answer.text());
    document.dispatchEvent(new Event("htmx:after:swap"));
    if (answer.ok) await refresh(decision.ids);
  } catch {
    toast({ message: document.body.dataset.offline, tone: "bad" });
  }
  forget(decision);
}

/** The list alone, unless what was decided is still open beside it: somebody may be writing there. */
async function refresh(ids) {
  const inbox = $("#inbox");
  if (!inbox || $("dialog[open]", inbox)) return;
  const part = ids.includes(inbox.dataset.opened) ? "#inbox" : "#inbox-l";
  await window.htmx.ajax("GET", location.href, { target: part, select: part, swap: "outerMorph" });
}

/** Asked for here, not by a click: a link that htmx does not know yet would leave the page, and the decision with it. */
function next(ids) {
  const row = all("[data-approval]").find((each) => !each.hidden);
  if (!row || !ids.includes($("#inbox").dataset.opened)) return;
  const source = $("[data-focus]", row);
  window.htmx.ajax("GET", source.href, { source, target: "#inbox", swap: "outerMorph", push: "true" });
}

function hold(form, submitter) {
  const body = new URLSearchParams(new FormData(form, submitter));
  const ids = form.dataset.decides ? [form.dataset.decides] : body.getAll("chosen").map((each) => each.split(" ")[0]);
  if (!ids.length) return;
  const decision = { ids, body, url: form.action, sent: false };
  const undo = { label: $("#inbox").dataset.undo, act: () => forget(decision) };
  decision.shown = toast({ message: form.dataset.said, undo, ms: HELD_MS });
  decision.timer = setTimeout(() => send(decision), HELD_MS);
  held.add(decision);
  form.closest("dialog")?.close();
  for (const box of all("[data-sel]:checked")) box.click();
  mark();
  next(ids);
}

acts.reject = (link, event) => {
  event.preventDefault();
  $("#reject").showModal();
  $("#reject textarea").focus();
};

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-decides]");
  if (!form) return;
  event.preventDefault();
  const reason = form.elements.reason;
  if (reason && !reason.value.trim()) {
    reason.value = "";
    reason.reportValidity();
    return;
  }
  hold(form, event.submitter);
});
document.addEventListener("htmx:after:swap", mark);
window.addEventListener("pagehide", () => {
  for (const decision of [...held].filter((each) => !each.sent)) {
    forget(decision);
    ask(decision);
  }
});
