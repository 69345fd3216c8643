"use strict";

// Specs: from texts, files and objects, and what is said of them without an account.

const { readFile } = require("node:fs/promises");
const { inspect } = require("node:util");
const { isUint8Array } = require("node:util/types");
const native = require("./native.cjs");
const { call, callNow, classes } = require("./call.cjs");
const { check, checkOptions, jsonOf, pathOf } = require("./check.cjs");
const { translatedLater } = require("./errors.cjs");

/** What a spec is, with or without its defaults. */
class Objects {
  constructor() {
    throw new TypeError(`${new.target.name} is made by other calls`);
  }

  toJSON() {
    return callNow("spec_data", { spec: this });
  }

  data() {
    return call("spec_data", { spec: this });
  }

  toYAML() {
    return call("spec_yaml", { spec: this });
  }

  [inspect.custom]() {
    return `${this.constructor.name} { name: '${callNow("spec_summary", { spec: this }).name}' }`;
  }
}

class Spec extends Objects {
  static async of(parts) {
    const known = { cluster: "object", groups: "Array", sshCredentials: "Array", additional: "Array" };
    check("parts.cluster", checkOptions("parts", parts, known).cluster, "object");
    return call("spec_of", parts);
  }

  get warnings() {
    return callNow("spec_warnings", { spec: this });
  }

  inStore(url) {
    check("url", url, "string");
    return callNow("in_store", { spec: this, url });
  }

  async edited(options) {
    const known = { instanceGroup: "string", set: "list of strings", unset: "list of strings" };
    return call("edited", { ...checkOptions("options", options, known), spec: this });
  }
}

for (const name of ["name", "instanceGroups", "region", "storeUrl"]) {
  Object.defineProperty(Spec.prototype, name, {
    get() {
      return callNow("spec_summary", { spec: this })[name];
    },
  });
}

class FullSpec extends Objects {
  get warnings() {
    return callNow("full_spec_warnings", { spec: this });
  }

  get facts() {
    return callNow("full_spec_facts", { spec: this });
  }

  explained() {
    return call("explained", { spec: this });
  }
}

Object.assign(classes, { FullSpec, Spec });

/** Reads texts, each with the name of its file. */
const read = (files, allowUnknownFields) =>
  call("read", { names: files.map(({ name }) => name), contents: files.map(({ text }) => text), allowUnknownFields });

async function load(source, options = {}) {
  check("source", source, "string", "Uint8Array", "object", "Array");
  const known = { name: "string", allowUnknownFields: "boolean" };
  const { name = "-", allowUnknownFields } = checkOptions("options", options, known);
  const isText = typeof source === "string" || isUint8Array(source);
  return read([{ name, text: isText ? source : jsonOf("source", source) }], allowUnknownFields);
}

async function loadFiles(paths, options = {}) {
  check("paths", paths, "list of strings and URLs");
  const { allowUnknownFields } = checkOptions("options", options, { allowUnknownFields: "boolean" });
  const names = paths.map((path) => pathOf("paths", path));
  return read(await Promise.all(names.map(async (name) => ({ name, text: await readFile(name) }))), allowUnknownFields);
}

async function migrate(source, options = {}) {
  check("source", source, "string", "Uint8Array");
  const { name = "-" } = checkOptions("options", options, { name: "string" });
  return call("migrate", { names: [name], contents: [source] });
}

async function checkOffline(spec) {
  check("spec", spec, Spec);
  return call("check_offline", { spec });
}

async function fillOffline(spec, options = {}) {
  check("spec", spec, Spec);
  return call("fill_offline", { ...checkOptions("options", options, { facts: "object" }), spec });
}

async function terraformOffline(spec, options = {}) {
  check("spec", spec, Spec);
  const known = checkOptions("options", options, {
    facts: "object",
    addons: "map of strings",
    previous: "map of strings",
  });
  return call("terraform_offline", { ...known, spec });
}

async function listAssets(spec) {
  check("spec", spec, Spec);
  return call("list_assets", { spec });
}

async function newClusterOffline(options) {
  check("options", options, "object");
  return call("new_cluster_offline", { options });
}

async function renderTemplate(template, values, options = {}) {
  check("template", template, "string");
  check("values", values, "object");
  const { name = "-" } = checkOptions("options", options, { name: "string" });
  return translatedLater(native.renderTemplate(name, template, jsonOf("values", values)));
}

function explain(code) {
  check("code", code, "string");
  return callNow("explain", { code });
}

async function explainField(path, options = {}) {
  check("path", path, "string");
  const { all } = checkOptions("options", options, { all: "boolean" });
  return call("explain_field", { path, all });
}

async function schema() {
  return call("schema", {});
}

module.exports = {
  FullSpec,
  Spec,
  checkOffline,
  explain,
  explainField,
  fillOffline,
  listAssets,
  load,
  loadFiles,
  migrate,
  newClusterOffline,
  renderTemplate,
  schema,
  terraformOffline,
};
