"use strict";

const { readFile, writeFile } = require("node:fs/promises");
const { setImmediate } = require("node:timers/promises");
const { inspect } = require("node:util");
const native = require("./native.cjs");
const { Account, FileStore, MemoryStore, S3Store, SimulatedAccount } = require("./accounts.cjs");
const { check, checkOptions } = require("./check.cjs");
const { Engine } = require("./engine.cjs");
const { classes, translatedLater } = require("./errors.cjs");
const { AbortError, Run } = require("./run.cjs");
const { FullSpec, Spec, diff, load, loadFiles, migrate } = require("./specs.cjs");

const { Plan } = native;

const formats = native.reportFormats();

Plan.fromJSON = async (text) => {
  check("text", text, "string");
  return translatedLater(native.readPlan(text));
};
Plan.load = async (path) => {
  check("path", path, "string");
  return Plan.fromJSON(await readFile(path, "utf8"));
};
Plan.prototype.save = async function save(path) {
  check("path", path, "string");
  await writeFile(path, await this.toText());
};
Plan.prototype.toJSON = function toJSON() {
  return JSON.parse(this.textNow());
};
Plan.prototype.data = async function data() {
  const [text, ...lists] = await this.parts();
  const plan = JSON.parse(text);
  for (const list of lists) {
    plan.steps.push(...JSON.parse(list));
    // Others have their turn between two parts.
    await setImmediate();
  }
  return plan;
};
Plan.prototype.report = async function report(options = {}) {
  const { format = "text" } = checkOptions("options", options, { format: "string" });
  if (!formats.includes(format)) {
    throw new TypeError(`argument 'options.format': expected one of ${formats.join(", ")}`);
  }
  return this.reportAs(format);
};
Plan.prototype.toString = function summary() {
  return `Plan ${this.cluster} in ${this.region}: ${this.size} steps`;
};
Plan.prototype[inspect.custom] = Plan.prototype.toString;
Object.defineProperty(Plan.prototype, "warnings", {
  get() {
    return JSON.parse(this.warningsText());
  },
});

async function checkOffline(spec) {
  check("spec", spec, Spec);
  return JSON.parse(await native.checkOfflineText(spec));
}

async function listAssets(spec) {
  check("spec", spec, Spec);
  return JSON.parse(await native.listAssetsText(spec));
}

async function newClusterOffline(options) {
  check("options", options, Object);
  return translatedLater(native.newClusterOffline(JSON.stringify(options)));
}

async function renderTemplate(template, values, options = {}) {
  check("template", template, "string");
  check("values", values, Object);
  const { name = "-" } = checkOptions("options", options, { name: "string" });
  return translatedLater(native.renderTemplate(name, template, JSON.stringify(values)));
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
  newClusterOffline,
  renderTemplate,
};
