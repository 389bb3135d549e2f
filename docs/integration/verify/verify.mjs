// Verifies a webhook with Node's own modules. As a program: 0 if genuine; see verify.md.
import { createHmac, timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const TOLERANCE_SECONDS = 5 * 60;

/** `headers` by lower-case names; `body` is the Buffer exactly as it arrived, before any parsing. */
export function isGenuine(secret, headers, body) {
  const sent = headers["webhook-timestamp"] ?? "";
  if (!/^[0-9]+$/.test(sent) || Math.abs(Date.now() / 1000 - Number(sent)) > TOLERANCE_SECONDS) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const signed = Buffer.concat([Buffer.from(`${headers["webhook-id"] ?? ""}.${sent}.`), body]);
  const expected = Buffer.from("v1," + createHmac("sha256", key).update(signed).digest("base64"));
  // During a rotation there are two signatures; one that fits is enough.
  return (headers["webhook-signature"] ?? "").split(" ").some((each) => {
    const given = Buffer.from(each);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const names = ["webhook-id", "webhook-timestamp", "webhook-signature"];
  const found = Object.fromEntries(names.map((name) => [name, process.env[name.toUpperCase().replaceAll("-", "_")] ?? ""]));
  process.exit(isGenuine(process.env.WEBHOOK_SECRET, found, readFileSync(0)) ? 0 : 1);
}
