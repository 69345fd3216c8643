// Every function that the library lists has a typed one in JavaScript.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";

test("every function of the library is called by the package", () => {
  const native = createRequire(import.meta.url)("../native.cjs");
  const folder = new URL("..", import.meta.url);
  const sources = readdirSync(folder).filter((name) => name.endsWith(".cjs"));
  const text = sources.map((name) => readFileSync(new URL(name, folder), "utf8")).join("\n");
  const missing = native.tables().flatMap((names) => names.filter((name) => !text.includes(`"${name}"`)));
  assert.deepEqual(missing, []);
});
