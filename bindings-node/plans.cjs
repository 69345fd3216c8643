"use strict";

// Plans.

const { readFile, writeFile } = require("node:fs/promises");
const { inspect } = require("node:util");
const { call, callNow, classes } = require("./call.cjs");
const { check, checkOptions, pathOf } = require("./check.cjs");
const { Spec } = require("./specs.cjs");

/** The hash of each plan that was asked for it. */
const hashes = new WeakMap();

class Plan {
  constructor() {
    throw new TypeError("Plan is made by other calls");
  }

  static async fromJSON(text) {
    check("text", text, "string");
    return call("read_plan", { contents: [text] });
  }

  static async load(path) {
    return Plan.fromJSON(await readFile(pathOf("path", path), "utf8"));
  }

  async save(path) {
    await writeFile(pathOf("path", path), await this.toText());
  }

  get isEmpty() {
    return this.size === 0;
  }

  get warnings() {
    return callNow("plan_warnings", { plan: this });
  }

  hash() {
    if (!hashes.has(this)) {
      hashes.set(this, call("plan_hash", { plan: this }));
    }
    return hashes.get(this);
  }

  toText() {
    return call("plan_json", { plan: this });
  }

  toJSON() {
    return JSON.parse(callNow("plan_json", { plan: this }));
  }

  data() {
    return call("plan_data", { plan: this });
  }

  async leastPermissions(options = {}) {
    const { storeUrl, account } = checkOptions("options", options, { storeUrl: "string", account: "string" });
    return call("plan_permissions", { plan: this, storeUrl, account });
  }

  async report(options = {}) {
    const { format } = checkOptions("options", options, { format: "string" });
    return call("plan_report", { plan: this, format });
  }

  toString() {
    return `Plan ${this.cluster} in ${this.region}: ${this.size} steps`;
  }

  [inspect.custom]() {
    return this.toString();
  }
}

for (const [name, field] of Object.entries({ cluster: "cluster", region: "region", size: "steps" })) {
  Object.defineProperty(Plan.prototype, name, {
    get() {
      return callNow("plan_summary", { plan: this })[field];
    },
  });
}

classes.Plan = Plan;

async function diff(from, to, options = {}) {
  check("from", from, Spec);
  check("to", to, Spec);
  const known = checkOptions("options", options, { facts: "object", addons: "map of strings" });
  return call("diff", { ...known, old: from, new: to });
}

async function upgradePlan(from, to) {
  check("from", from, Spec);
  check("to", to, Spec);
  return call("upgrade_plan", { old: from, new: to });
}

async function diagram(spec, options = {}) {
  check("spec", spec, Spec);
  const { plan, format } = checkOptions("options", options, { plan: Plan, format: "string" });
  return call("diagram", { spec, plan, format });
}

async function reportSet(plan, options = {}) {
  check("plan", plan, "object");
  const { format } = checkOptions("options", options, { format: "string" });
  return call("set_report", { plan, format });
}

async function estimateCost(spec, options = {}) {
  check("spec", spec, Spec);
  const { prices } = checkOptions("options", options, { prices: "string" });
  return call("estimate_cost", { spec, prices });
}

function priceTable() {
  return callNow("price_table", {});
}

async function leastPermissions(spec, options = {}) {
  check("spec", spec, Spec);
  const { account } = checkOptions("options", options, { account: "string" });
  return call("least_permissions", { spec, account });
}

module.exports = { Plan, diagram, diff, estimateCost, leastPermissions, priceTable, reportSet, upgradePlan };
