// The command palette: pages are there already and filtered here, the rest the server finds.
import { $, all } from "./ui.js";

/** As it is found: I, İ and ı are one letter, and so are ş and s. */
const fold = (text) => text.toLocaleLowerCase("tr").normalize("NFD").replace(/\p{M}/gu, "").replaceAll("ı", "i");
const shown = () => all("#cmd .cmd-l a:not([hidden])");

function mark(link) {
  for (const other of all("#cmd .cmd-l a")) other.setAttribute("aria-selected", String(other === link));
  link?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("input", (event) => {
  if (!event.target.matches("#cmd input")) return;
  const words = fold(event.target.value);
  for (const link of all("#cmd [data-page]")) link.hidden = words && !fold(link.textContent).includes(words);
  mark(shown()[0]);
});
document.addEventListener("htmx:after:swap", () => {
  if ($("#cmd[open]")) mark(shown()[0]);
});
document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.("#cmd input")) return;
  const links = shown();
  const at = links.findIndex((link) => link.getAttribute("aria-selected") === "true");
  if (event.key === "Enter") {
    event.preventDefault();
    links[at]?.click();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    mark(links[(at + (event.key === "ArrowDown" ? 1 : -1) + links.length) % links.length]);
  }
});
