"use strict";

// Specs from texts, files and objects, and what is told of them.

const { readFile } = require("node:fs/promises");
const native = require("./native.cjs");
const { check, checkOptions } = require("./check.cjs");
const { translated, translatedLater } = require("./errors.cjs");

const { FullSpec, Spec } = native;

/** Reads texts, each with the name of its file. */
const read = (texts, allowUnknownFields = false) => translatedLater(native.read(texts, allowUnknownFields));

async function load(source, options = {}) {
  check("source", source, "string", Uint8Array, Object, Array);
  const known = { name: "string", allowUnknownFields: "boolean" };
  const { name = "-", allowUnknownFields } = checkOptions("options", options, known);
  const isText = typeof source === "string" || source instanceof Uint8Array;
  return read([{ name, text: Buffer.from(isText ? source : JSON.stringify(source)) }], allowUnknownFields);
}

async function loadFiles(paths, options = {}) {
  check("paths", paths, "list of strings");
  const { allowUnknownFields } = checkOptions("options", options, { allowUnknownFields: "boolean" });
  const texts = await Promise.all(paths.map(async (name) => ({ name, text: await readFile(name) })));
  return read(texts, allowUnknownFields);
}

async function migrate(source, options = {}) {
  check("source", source, "string", Uint8Array);
  const { name = "-" } = checkOptions("options", options, { name: "string" });
  return JSON.parse(await translatedLater(native.migrateText([{ name, text: Buffer.from(source) }])));
}

Spec.of = async (parts) => {
  const known = { cluster: Object, groups: Array, sshCredentials: Array, additional: Array };
  check("parts.cluster", checkOptions("parts", parts, known).cluster, Object);
  return translatedLater(native.specOf(JSON.stringify(parts)));
};

Spec.prototype.edited = function edited(options) {
  const known = { instanceGroup: "string", set: "list of strings", unset: "list of strings" };
  return translated(() => this.editedBy(checkOptions("options", options, known)));
};

FullSpec.prototype.explained = function explained() {
  return JSON.parse(this.explainedText());
};

async function diff(from, to) {
  check("from", from, Spec);
  check("to", to, Spec);
  return translatedLater(native.diffSpecs(from, to));
}

for (const { prototype } of [Spec, FullSpec]) {
  prototype.toJSON = function toJSON() {
    return JSON.parse(this.toText());
  };
}

const parsed = (text) => ({
  get() {
    return JSON.parse(this[text]());
  },
});
Object.defineProperty(FullSpec.prototype, "warnings", parsed("warningsText"));
Object.defineProperty(FullSpec.prototype, "facts", parsed("factsText"));

module.exports = { FullSpec, Spec, diff, load, loadFiles, migrate };
