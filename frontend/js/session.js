// A session that ended takes nothing away: people sign in over the page, and forms keep what they hold.
import { $, all, toast } from "./ui.js";

document.addEventListener("session-ended", () => $("#again")?.showModal());
document.addEventListener("renew-session", async () => {
  await fetch("/session/renew", { redirect: "manual" });
  location.reload();
});
document.addEventListener("signed-in", () => {
  $("#again")?.close();
  toast({ message: $("[data-done]").dataset.done });
});

// Forms that are sent without htmx: what was typed is kept until the answer is not a way to sign in. The name
// of a draft has the address of its form: only there is it put back.
const DRAFT = "draft:";
const UNTOUCHED = ["hidden", "password", "checkbox", "radio", "file"];
const kept = (form) => `${DRAFT}${location.pathname}:${form.id}`;

function putBack(form) {
  for (const [name, value] of new URLSearchParams(sessionStorage.getItem(kept(form)) || "")) {
    const field = form.elements[name];
    if (field && !UNTOUCHED.includes(field.type) && !field.value) field.value = value;
  }
}

for (const form of all("form[data-draft]")) {
  putBack(form);
  form.addEventListener("submit", () => {
    const typed = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "_csrf_token");
    sessionStorage.setItem(kept(form), new URLSearchParams(typed).toString());
  });
}
if (!$(".door")) for (const name of Object.keys(sessionStorage)) if (name.startsWith(DRAFT)) sessionStorage.removeItem(name);
