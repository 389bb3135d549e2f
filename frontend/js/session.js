// A session that ended takes nothing away: people sign in over the page, and forms keep what they hold.
import { $, all, toast } from "./ui.js";

document.addEventListener("session-ended", () => $("#again")?.showModal());
document.addEventListener("renew-session", async () => {
  await fetch("/session/renew", { redirect: "manual" });
  location.reload();
});
document.addEventListener("signed-in", () => {
  $("#again")?.close();
  toast({ message: $("#again").dataset.done });
});

// Forms that are sent without htmx: what was typed is kept until the answer is not a way to sign in.
const kept = (form) => `draft:${location.pathname}:${form.id}`;
for (const form of all("form[data-draft]")) {
  const draft = sessionStorage.getItem(kept(form));
  if (draft) {
    for (const [name, value] of new URLSearchParams(draft)) {
      const field = form.elements[name];
      if (field && !["hidden", "password", "checkbox", "radio"].includes(field.type) && !field.value) field.value = value;
    }
    sessionStorage.removeItem(kept(form));
  }
  form.addEventListener("submit", () => sessionStorage.setItem(kept(form), new URLSearchParams(new FormData(form)).toString()));
}
