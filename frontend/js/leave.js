// What was just changed comes first: a form or a link that leaves the page waits for changes still on their way.
// The form may say which state was read, which they are about to renew, and what it does builds on them. Where a
// change was refused or went wrong, people stay and see why.
const writing = new Set();
let leave = null;

const refused = (ctx) => {
  const sent = ctx.hx?.trigger;
  const told = sent?.startsWith("{") ? JSON.parse(sent).toast : null;
  return ["bad", "warn"].includes(told?.tone) || ctx.hx?.redirect || ctx.hx?.refresh;
};
const stay = ({ detail: { ctx } }) => {
  if (writing.has(ctx)) leave = null;
};

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  if (ctx.request.method !== "GET") writing.add(ctx);
});
document.addEventListener("htmx:response:error", stay);
document.addEventListener("htmx:error", stay);
document.addEventListener("htmx:finally:request", (event) => {
  const { ctx } = event.detail;
  if (refused(ctx)) stay(event);
  writing.delete(ctx);
  // A change that stood in line begins right after this one.
  queueMicrotask(() => {
    if (writing.size) return;
    const go = leave;
    leave = null;
    go?.();
  });
});

function wait(event, go) {
  if (!writing.size || event.defaultPrevented) return;
  event.preventDefault();
  leave = go;
}

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (form.hasAttribute("data-at-once")) return;
  wait(event, () => form.isConnected && form.requestSubmit(submitter?.isConnected ? submitter : null));
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || link.target || link.hasAttribute("download") || link.getAttribute("href").startsWith("#")) return;
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  // The answer may make another link of it.
  const { href } = link;
  wait(event, () => location.assign(href));
});
