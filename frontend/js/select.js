// Rows that are chosen, and the bar that says how many: [data-select] holds both.
import { $, all } from "./ui.js";

function sync(root) {
  const boxes = all("[data-sel]", root);
  const chosen = boxes.filter((box) => box.checked).length;
  const every = $("[data-sel-all]", root);
  const bar = $(".bulk", root);
  if (every) {
    every.checked = chosen > 0 && chosen === boxes.length;
    every.indeterminate = chosen > 0 && chosen < boxes.length;
  }
  if (bar) {
    bar.hidden = !chosen;
    for (const place of all("[data-n]", bar)) place.textContent = chosen;
  }
}

document.addEventListener("change", (event) => {
  const root = event.target.closest("[data-select]");
  if (!root || !event.target.matches("[data-sel],[data-sel-all]")) return;
  if (event.target.matches("[data-sel-all]")) for (const box of all("[data-sel]", root)) box.checked = event.target.checked;
  sync(root);
});
document.addEventListener("click", (event) => {
  const root = event.target.closest("[data-sel-clear]")?.closest("[data-select]");
  if (!root) return;
  for (const box of all("[data-sel]", root)) box.checked = false;
  sync(root);
});
document.addEventListener("htmx:after:swap", () => all("[data-select]").forEach(sync));
