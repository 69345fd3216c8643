// Generates types.d.ts from the JSON Schema: node scripts/types.mjs [FILE]

import { readFile, writeFile } from "node:fs/promises";
import { compile } from "json-schema-to-typescript";

const schema = JSON.parse(await readFile(new URL("../../kops-core/src/schema.json", import.meta.url), "utf8"));
const [, , file = new URL("../types.d.ts", import.meta.url)] = process.argv;

// The generator copies a type for each reference that has a description of its own, so references are given by name.
function withNames(value) {
  if (Array.isArray(value)) return value.map(withNames);
  if (typeof value !== "object" || value === null) return value;
  const { $ref, format, ...rest } = value;
  const entries = Object.entries(rest).map(([key, inner]) => [key, withNames(inner)]);
  const named = $ref === undefined ? [] : [["tsType", $ref.replace("#/$defs/", "")]];
  return Object.fromEntries([...entries, ...named]);
}

const text = await compile(withNames(schema), "Schema", {
  additionalProperties: false,
  bannerComment: "// Generated from kops-core/src/schema.json by `make types`. Do not edit.",
  unreachableDefinitions: true,
  style: { printWidth: 120 },
});
// What is said of the document itself, and of where a type comes from, is of no use to readers.
const cleaned = text
  .replace(/\/\*\*(?:(?!\*\/)[\s\S])*\*\/\nexport interface Kops \{[^}]*\}\n/, "")
  .replace(/^ *\*\n *\* This interface was referenced by .*\n(?: *\* via the .*\n)?/gm, "")
  .replace(/^ *\* This interface was referenced by .*\n(?: *\* via the .*\n)?/gm, "")
  .replace(/^ *\/\*\*\n *\*\/\n/gm, "");
await writeFile(file, cleaned);
