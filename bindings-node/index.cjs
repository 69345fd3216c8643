"use strict";

const { inspect } = require("node:util");
const native = require("./native.cjs");
const { Account, FileStore, MemoryStore, S3Store, SimulatedAccount } = require("./accounts.cjs");
const { check, checkOptions } = require("./check.cjs");
const { Engine } = require("./engine.cjs");
const { classes, translated } = require("./errors.cjs");

const { Plan, Spec } = native;

Plan.fromJSON = (text) => {
  check("text", text, "string");
  return translated(() => Plan.read(text));
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

function load(text, options = {}) {
  check("text", text, "string");
  checkOptions("options", options, { name: "string" });
  return translated(() => native.load(text, options));
}

function checkOffline(spec) {
  check("spec", spec, Spec);
  return JSON.parse(native.checkOfflineText(spec));
}

function listAssets(spec) {
  check("spec", spec, Spec);
  return JSON.parse(native.listAssetsText(spec));
}

module.exports = {
  ...classes,
  Engine,
  FileStore,
  MemoryStore,
  Plan,
  SimulatedAccount,
  Spec,
  aws: { Account, S3Store },
  checkOffline,
  listAssets,
  load,
};
