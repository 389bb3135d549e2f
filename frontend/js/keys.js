// Keys, never while somebody types or a dialog is open.
import { $, acts, all } from "./ui.js";

const CHORD_MS = 900;
let chord = 0;

const typing = (target) => target.matches?.("input:not([type=checkbox]),textarea,select,[contenteditable]");

function jump(event) {
  chord = 0;
  const link = $(`[data-go="${CSS.escape(event.key)}"]`);
  if (link) {
    event.preventDefault();
    link.click();
  }
}

function search(event) {
  const field = $("[data-search]");
  if (!field) return acts.cmd();
  event.preventDefault();
  field.focus();
  field.select();
}

function move(by) {
  const rows = all("[data-row]");
  let at = rows.findIndex((row) => row.contains(document.activeElement));
  // After a swap the focus may be gone: the selected row stands for it.
  if (at < 0) at = rows.findIndex((row) => row.classList.contains("on"));
  const row = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
  if (!row) return;
  const target = $("[data-focus]", row) || row;
  target.focus();
  row.scrollIntoView({ block: "nearest" });
  if (row.dataset.row === "open") target.click();
}

function select() {
  const row = document.activeElement.closest?.("[data-row]") || $("[data-row].on");
  if (row) $("input[type=checkbox]", row)?.click();
}

document.addEventListener("keydown", (event) => {
  if ((event.metaKey || event.ctrlKey) && event.key === "k" && $("#cmd")) {
    event.preventDefault();
    return acts.cmd();
  }
  if (event.metaKey || event.ctrlKey || event.altKey || typing(event.target) || $("dialog[open]")) return;
  if (chord && Date.now() - chord < CHORD_MS) return jump(event);
  if (event.key === "g") return void (chord = Date.now());
  if (event.key === "?" && $("#keys")) return acts.help();
  if (event.key === "/") return search(event);
  if (event.key === "j" || event.key === "k") return move(event.key === "j" ? 1 : -1);
  if (event.key === "x") return select();
  const button = $(`[data-key="${CSS.escape(event.key)}"]`);
  if (button && button.offsetParent) {
    event.preventDefault();
    button.click();
  }
});
