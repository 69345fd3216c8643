"use strict";

const { readFile, writeFile } = require("node:fs/promises");
const { inspect } = require("node:util");
const native = require("./native.cjs");
const { Account, FileStore, MemoryStore, S3Store, SimulatedAccount } = require("./accounts.cjs");
const { check } = require("./check.cjs");
const { Engine } = require("./engine.cjs");
const { classes, translated } = require("./errors.cjs");
const { AbortError, Run } = require("./run.cjs");
const { FullSpec, Spec, diff, load, loadFiles, migrate } = require("./specs.cjs");

const { Plan } = native;

Plan.fromJSON = (text) => {
  check("text", text, "string");
  return translated(() => Plan.read(text));
};
Plan.load = async (path) => {
  check("path", path, "string");
  return Plan.fromJSON(await readFile(path, "utf8"));
};
Plan.prototype.save = async function save(path) {
  check("path", path, "string");
  await writeFile(path, await this.text());
};
Plan.prototype.toJSON = function toJSON() {
  return JSON.parse(this.toText());
};
Plan.prototype[inspect.custom] = function report() {
  return this.toString();
};
Object.defineProperty(Plan.prototype, "warnings", {
  get() {
    return JSON.parse(this.warningsText());
  },
});

function checkOffline(spec) {
  check("spec", spec, Spec);
  return JSON.parse(native.checkOfflineText(spec));
}

function listAssets(spec) {
  check("spec", spec, Spec);
  return JSON.parse(native.listAssetsText(spec));
}

function explain(code) {
  check("code", code, "string");
  return JSON.parse(native.explainText(code));
}

module.exports = {
  ...classes,
  AbortError,
  Engine,
  FileStore,
  FullSpec,
  MemoryStore,
  Plan,
  Run,
  SimulatedAccount,
  Spec,
  aws: { Account, S3Store },
  checkOffline,
  diff,
  explain,
  listAssets,
  load,
  loadFiles,
  migrate,
};
