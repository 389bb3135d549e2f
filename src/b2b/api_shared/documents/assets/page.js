"use strict";

const METHODS = ["get", "post", "put", "patch", "delete"];
let api;

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

function resolved(node) {
  let found = node ?? {};
  while (found.$ref) {
    found = found.$ref.split("/").slice(1).reduce((at, key) => at[key], api);
  }
  return found;
}

// An example of a schema: its own, or one made of its parts.
function example(node, depth = 0) {
  const schema = resolved(node);
  if (schema.examples?.length) return schema.examples[0];
  if (schema.default !== undefined) return schema.default;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const choice = (schema.oneOf ?? schema.anyOf ?? [])[0];
  if (choice) return example(choice, depth + 1);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === "array") return depth > 6 ? [] : [example(schema.items, depth + 1)];
  if (type === "object" || schema.properties) {
    const names = Object.keys(schema.properties ?? {});
    return depth > 6 ? {} : Object.fromEntries(names.map((name) => [name, example(schema.properties[name], depth + 1)]));
  }
  if (type === "integer" || type === "number") return schema.minimum ?? 1;
  if (type === "boolean") return false;
  if (schema.format === "uuid") return "00000000-0000-7000-8000-000000000000";
  if (schema.format === "date") return "2026-11-21";
  if (schema.format === "date-time") return "2026-11-21T09:00:00Z";
  return type === "null" ? null : "string";
}

// A schema in a few lines for people: names, types, what is required.
function outline(node, depth = 0) {
  const schema = resolved(node);
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices) return [...new Set(choices.map((each) => outline(each, depth)))].join(" | ");
  if (schema.enum) return schema.enum.map((each) => JSON.stringify(each)).join(" | ");
  if (schema.type === "array") return depth > 5 ? "[…]" : `[${outline(schema.items, depth)}]`;
  if (!schema.properties) return [schema.type ?? "any", schema.format].flat().filter(Boolean).join(" ");
  if (depth > 5) return "{…}";
  const pad = "  ".repeat(depth + 1);
  const lines = Object.entries(schema.properties).map(([name, part]) => {
    const mark = schema.required?.includes(name) ? "" : "?";
    return `${pad}${name}${mark}: ${outline(part, depth + 1)}`;
  });
  return `{\n${lines.join("\n")}\n${"  ".repeat(depth)}}`;
}

function jsonBody(operation) {
  const [type, content] = Object.entries(resolved(operation.requestBody).content ?? {})[0] ?? [];
  if (!type) return null;
  const given = Object.values(content.examples ?? {})[0];
  return { type, schema: content.schema, text: JSON.stringify(given?.value ?? example(content.schema), null, 2) };
}

function field(parameter) {
  const input = make("input", { placeholder: String(resolved(parameter.schema).default ?? "") });
  if (parameter.in === "path") input.value = String(example(parameter.schema));
  if (parameter.name === "Idempotency-Key") input.value = crypto.randomUUID?.() ?? String(Date.now());
  const words = parameter.description ?? "";
  const row = make("tr", {},
    make("td", {}, make("code", { textContent: parameter.name }), parameter.required ? " *" : ""),
    make("td", { textContent: parameter.in }), make("td", {}, input), make("td", { textContent: words }));
  return { parameter, input, row };
}

function request(path, method, fields, body, textarea) {
  const url = new URL(path, location.origin);
  const headers = { ...credentials() };
  for (const { parameter, input } of fields) {
    if (!input.value) continue;
    if (parameter.in === "path") url.pathname = decodeURI(url.pathname).replace(`{${parameter.name}}`, encodeURIComponent(input.value));
    if (parameter.in === "query") url.searchParams.append(parameter.name, input.value);
    if (parameter.in === "header") headers[parameter.name] = input.value;
  }
  if (body) headers["Content-Type"] = body.type;
  return [url, { method: method.toUpperCase(), headers, body: body ? textarea.value : undefined, credentials: "omit" }];
}

function credentials() {
  const [, scheme] = Object.entries(api.components.securitySchemes ?? {})[0] ?? [];
  const value = document.getElementById("credentials").value.trim();
  if (!value || !scheme) return {};
  return scheme.type === "http" ? { Authorization: `Bearer ${value}` } : { [scheme.name]: value };
}

async function send(output, ...asked) {
  output.hidden = false;
  output.textContent = "…";
  try {
    const answer = await fetch(...asked);
    const text = await answer.text();
    let shown = text;
    try { shown = JSON.stringify(JSON.parse(text), null, 2); } catch { /* not JSON: as it is */ }
    const headers = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
    output.textContent = `${answer.status} ${answer.statusText}\n${headers}\n\n${shown}`;
  } catch (error) {
    output.textContent = String(error);
  }
}

function responses(operation) {
  const rows = Object.entries(operation.responses).map(([status, node]) => {
    const response = resolved(node);
    const schema = Object.values(response.content ?? {})[0]?.schema;
    const shape = schema && status < "400" ? make("pre", { textContent: outline(schema) }) : "";
    return make("tr", {}, make("td", { textContent: status }), make("td", {}, response.description ?? "", shape));
  });
  return make("table", {}, ...rows);
}

function filled(box, path, method, operation) {
  const fields = (operation.parameters ?? []).map((node) => field(resolved(node)));
  const body = jsonBody(operation);
  const textarea = make("textarea", { value: body?.text ?? "", spellcheck: false });
  const output = make("pre", { hidden: true });
  const button = make("button", { textContent: "Send" });
  button.addEventListener("click", () => send(output, ...request(path, method, fields, body, textarea)));
  for (const part of (operation.description ?? "").split("\n\n").filter(Boolean)) {
    box.append(make("p", { textContent: part }));
  }
  if (fields.length) box.append(make("h3", { textContent: "Parameters" }), make("table", {}, ...fields.map((each) => each.row)));
  if (body) box.append(make("h3", { textContent: `Body (${body.type})` }), make("pre", { textContent: outline(body.schema) }), textarea);
  box.append(button, output, make("h3", { textContent: "Answers" }), responses(operation));
}

function operationBox(path, method, operation) {
  const summary = make("summary", {},
    make("span", { className: "method", textContent: method.toUpperCase() }), make("code", { textContent: path }),
    make("span", { className: "says", textContent: operation.summary ?? "" }));
  const box = make("details", { className: "operation" }, summary);
  box.dataset.words = [path, method, operation.operationId, operation.summary].join(" ").toLowerCase();
  box.addEventListener("toggle", () => filled(box, path, method, operation), { once: true });
  return box;
}

function show() {
  document.title = api.info.title;
  document.getElementById("title").textContent = `${api.info.title} ${api.info.version}`;
  for (const part of (api.info.description ?? "").split("\n\n")) {
    document.getElementById("description").append(make("p", { textContent: part }));
  }
  const [, scheme] = Object.entries(api.components.securitySchemes ?? {})[0] ?? [];
  document.getElementById("scheme").textContent = scheme?.description ?? "";
  const groups = new Map();
  for (const [path, item] of Object.entries(api.paths)) {
    for (const method of METHODS.filter((each) => item[each])) {
      const tag = item[method].tags?.[0] ?? "Other";
      if (!groups.has(tag)) groups.set(tag, make("section", {}, make("h2", { textContent: tag })));
      groups.get(tag).append(operationBox(path, method, item[method]));
    }
  }
  document.getElementById("operations").replaceChildren(...groups.values());
}

function find(event) {
  const words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const section of document.querySelectorAll("section")) {
    const boxes = [...section.querySelectorAll("details")];
    for (const box of boxes) box.hidden = !words.every((word) => box.dataset.words.includes(word));
    section.hidden = boxes.every((box) => box.hidden);
  }
}

async function start() {
  try {
    api = await (await fetch("/schema/openapi.json")).json();
    show();
    document.getElementById("find").addEventListener("input", find);
  } catch (error) {
    document.getElementById("operations").textContent = `The document could not be read: ${error}`;
  }
}

start();
