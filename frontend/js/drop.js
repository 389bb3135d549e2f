// A file that is dropped on [data-drop] is chosen in the field there, and its form sent.
import { $ } from "./ui.js";

const zone = (event) => event.dataTransfer?.types.includes("Files") && event.target.closest?.("[data-drop]");

document.addEventListener("dragover", (event) => {
  const over = zone(event);
  if (!over) return;
  event.preventDefault();
  over.classList.add("over");
});
document.addEventListener("dragleave", (event) => {
  const left = event.target.closest?.("[data-drop]");
  if (left && !left.contains(event.relatedTarget)) left.classList.remove("over");
});
document.addEventListener("drop", (event) => {
  const over = zone(event);
  if (!over) return;
  event.preventDefault();
  over.classList.remove("over");
  const field = $("input[type=file]", over);
  field.files = event.dataTransfer.files;
  field.form.requestSubmit();
});
