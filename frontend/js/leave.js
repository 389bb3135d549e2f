// What was just changed comes first: a form or a link that leaves the page waits for changes still on their way.
// The form may say which state was read, which they are about to renew, and what it does builds on them. Where a
// change was refused, people stay and see why.
const writing = new Set();
let leave = null;
const stay = () => (leave = null);

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  if (ctx.request.method !== "GET") writing.add(ctx);
});
document.addEventListener("htmx:response:error", stay);
document.addEventListener("htmx:error", stay);
document.addEventListener("toast", ({ detail }) => {
  if (["bad", "warn"].includes(detail.tone)) stay();
});
document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  writing.delete(ctx);
  if (writing.size) return;
  leave?.();
  stay();
});

function wait(event, go) {
  if (!writing.size || event.defaultPrevented) return;
  event.preventDefault();
  leave = go;
}

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  wait(event, () => form.isConnected && form.requestSubmit(submitter?.isConnected ? submitter : null));
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || link.target || link.hasAttribute("download") || link.getAttribute("href").startsWith("#")) return;
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  wait(event, () => location.assign(link.href));
});
