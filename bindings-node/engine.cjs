"use strict";

// The engine: checks arguments, calls the library and gives its answers the package's types.

const native = require("./native.cjs");
const { MemoryStore, clockOf, cloudOf, storeOf } = require("./accounts.cjs");
const { given, returned } = require("./call.cjs");
const { check, checkOptions } = require("./check.cjs");
const { clusterOf } = require("./clusters.cjs");
const { translated, translatedLater } = require("./errors.cjs");
const { Plan } = require("./plans.cjs");
const { holding } = require("./ports.cjs");
const { AbortError, Run, abortable } = require("./run.cjs");
const { Spec } = require("./specs.cjs");

/** The options of `rolling_update` with their types. */
const rollingUpdate = {
  force: "boolean",
  instanceGroups: "list of strings",
  roles: "list of strings",
  instances: "list of strings",
  surge: "boolean",
  holder: "string",
  parallel: "number",
  oneAtATime: "boolean",
  failOnDrainError: "boolean",
  failOnValidateError: "boolean",
  validateCount: "number",
  validationTimeout: "number",
  drainTimeout: "number",
  postDrainDelay: "number",
  bastionInterval: "number",
  controlPlaneInterval: "number",
  nodeInterval: "number",
};

/** The options of `plan_addons` and `apply_addons` with their types. */
const addons = {
  addons: "list of strings",
  channels: "list of strings",
  files: "map of strings",
  timeout: "number",
  interval: "number",
};

/** The options of `reconcile` with their types. */
const reconcile = { rollingUpdate: "object", apply: "object", allow: "list of strings", validationTimeout: "number" };

class Engine {
  #engine;

  constructor(options) {
    const {
      cloud,
      store = new MemoryStore(),
      clock = clockOf(cloud),
      ...rest
    } = checkOptions("options", options, {
      cloud: "object",
      store: ["string", "object"],
      addons: "map of strings",
      fileHashes: "map of strings",
      channels: "map of strings",
      clock: "string",
      holder: "string",
      lockTimeout: "number",
    });
    const account = cloudOf(cloud);
    const opened = storeOf(store, cloud);
    const made = translated(() => new native.Engine(account, opened, given({ ...rest, clock })));
    this.#engine = holding([account, opened], made);
  }

  /** Calls a method of the engine, which a signal cancels. */
  async #call(name, values, signal) {
    return abortable(signal, (cancel) => answered(this.#engine.call(name, given(values), cancel), signal));
  }

  /** Starts a run of the engine, which a signal stops. */
  #run(name, values, signal) {
    return new Run(signal, (cancel, tell) => answered(this.#engine.run(name, given(values), cancel, tell), signal));
  }

  /** Calls a method that takes a spec, a signal and options of these kinds. */
  #ofSpec(name, spec, options, known = {}, values = {}) {
    check("spec", spec, Spec);
    const { signal, ...rest } = checkOptions("options", options, { ...known, signal: "AbortSignal" });
    return this.#call(name, { ...rest, ...values, spec }, signal);
  }

  /** Starts a run that takes a spec, a cluster, a signal and options of these kinds. */
  #runOnCluster(name, spec, cluster, options, known) {
    check("spec", spec, Spec);
    check("cluster", cluster, "object");
    const { signal, ...rest } = checkOptions("options", options, { ...known, signal: "AbortSignal" });
    return this.#run(name, { ...rest, spec, cluster: clusterOf(cluster) }, signal);
  }

  async check(spec, options = {}) {
    return this.#ofSpec("check", spec, options);
  }

  async graph(spec, options = {}) {
    return this.#ofSpec("graph", spec, options);
  }

  async facts(spec, options = {}) {
    return this.#ofSpec("facts", spec, options);
  }

  async factsToRender(spec, options = {}) {
    return this.#ofSpec("facts_to_render", spec, options);
  }

  async terraform(spec, options = {}) {
    return this.#ofSpec("terraform", spec, options, { createKeys: "boolean", previous: "map of strings" });
  }

  async newCluster(cluster, options = {}) {
    check("cluster", cluster, "object");
    const { signal } = checkOptions("options", options, { signal: "AbortSignal" });
    return this.#call("new_cluster", { options: cluster }, signal);
  }

  async plan(spec, options = {}) {
    const known = {
      prune: "boolean",
      allow: "list of strings",
      instanceGroups: "list of strings",
      roles: "list of strings",
    };
    return this.#ofSpec("plan", spec, options, known);
  }

  async planDeletion(spec, options = {}) {
    return this.#ofSpec("plan_deletion", spec, options, { allow: "list of strings" });
  }

  async planSet(text, options = {}) {
    check("text", text, "string");
    const known = {
      name: "string",
      set: "string",
      prune: "boolean",
      allow: "list of strings",
      storeUrl: "string",
      signal: "AbortSignal",
    };
    const { signal, ...rest } = checkOptions("options", options, known);
    return this.#call("plan_set", { ...rest, text }, signal);
  }

  applySet(plan, options = {}) {
    check("plan", plan, "object");
    const known = { parallel: "number", readyWithin: "number", grace: "number", signal: "AbortSignal" };
    const { signal, ...rest } = checkOptions("options", options, known);
    return this.#run("apply_set", { ...rest, plan }, signal);
  }

  async preflight(plan, options = {}) {
    check("plan", plan, Plan);
    const { signal } = checkOptions("options", options, { signal: "AbortSignal" });
    return this.#call("preflight", { plan }, signal);
  }

  async preflightSet(plan, options = {}) {
    check("plan", plan, "object");
    const { signal } = checkOptions("options", options, { signal: "AbortSignal" });
    return this.#call("preflight_set", { plan }, signal);
  }

  apply(plan, options = {}) {
    check("plan", plan, Plan);
    const known = { parallel: "number", readyWithin: "number", grace: "number", signal: "AbortSignal" };
    const { signal, ...rest } = checkOptions("options", options, known);
    return this.#run("apply", { ...rest, plan }, signal);
  }

  async clusters() {
    return this.#call("clusters", {});
  }

  async load(cluster) {
    check("cluster", cluster, "string");
    return this.#call("load", { cluster });
  }

  async create(text, options = {}) {
    check("text", text, "string");
    return this.#call("create", { ...checkOptions("options", options, { name: "string" }), text });
  }

  async replace(text, options = {}) {
    check("text", text, "string");
    const known = { name: "string", createMissing: "boolean" };
    return this.#call("replace", { ...checkOptions("options", options, known), text });
  }

  async forget(cluster) {
    check("cluster", cluster, "string");
    return this.#call("forget", { cluster });
  }

  async newInstanceGroup(spec, name, options = {}) {
    check("name", name, "string");
    const known = { role: "string", subnets: "list of strings", zones: "list of strings" };
    return this.#ofSpec("new_instance_group", spec, options, known, { name });
  }

  async edit(cluster, options) {
    check("cluster", cluster, "string");
    const known = { instanceGroup: "string", set: "list of strings", unset: "list of strings" };
    return this.#call("edit", { ...checkOptions("options", options, known), cluster });
  }

  async planInstanceGroupDeletion(spec, instanceGroup, options = {}) {
    check("instanceGroup", instanceGroup, "string");
    return this.#ofSpec("plan_instance_group_deletion", spec, options, {}, { instanceGroup });
  }

  async forgetInstanceGroup(cluster, instanceGroup) {
    check("cluster", cluster, "string");
    check("instanceGroup", instanceGroup, "string");
    await this.#call("forget_instance_group", { cluster, instanceGroup });
  }

  async deleteSSHKeys(cluster) {
    check("cluster", cluster, "string");
    return this.#call("delete_ssh_keys", { cluster });
  }

  async planUpgrade(spec, options = {}) {
    return this.#ofSpec("plan_upgrade", spec, options, { channel: "string", kubernetesVersion: "string" });
  }

  async lock(cluster) {
    check("cluster", cluster, "string");
    return this.#call("lock", { cluster });
  }

  async unlock(cluster) {
    check("cluster", cluster, "string");
    return this.#call("unlock", { cluster });
  }

  async keypairs(cluster, keyset) {
    check("cluster", cluster, "string");
    checkOptional("keyset", keyset, "string");
    return this.#call("keypairs", { cluster, keyset });
  }

  async createKeypair(cluster, keyset, options = {}) {
    checkKeyset(cluster, keyset);
    checkOptions("options", options, { certificate: "string", privateKey: "string", primary: "boolean" });
    return this.#call("create_keypair", { ...options, cluster, keyset });
  }

  async promoteKeypair(cluster, keyset, id, options = {}) {
    checkKeyset(cluster, keyset);
    checkOptional("id", id, "string");
    checkOptions("options", options, { force: "boolean" });
    return this.#call("promote_keypair", { ...options, cluster, keyset, id });
  }

  async distrustKeypairs(cluster, keyset, ids, options = {}) {
    checkKeyset(cluster, keyset);
    checkOptional("ids", ids, "list of strings");
    checkOptions("options", options, { force: "boolean" });
    return this.#call("distrust_keypairs", { ...options, cluster, keyset, ids });
  }

  async trustKeypairs(cluster, keyset, ids) {
    checkKeyset(cluster, keyset);
    check("ids", ids, "list of strings");
    return this.#call("trust_keypairs", { cluster, keyset, ids });
  }

  async secrets(cluster) {
    check("cluster", cluster, "string");
    return this.#call("secrets", { cluster });
  }

  async secret(cluster, name) {
    checkSecret(cluster, name);
    return this.#call("secret", { cluster, name });
  }

  async createSecret(cluster, name, content, options = {}) {
    checkSecret(cluster, name);
    check("content", content, "string", "Uint8Array");
    const { replace } = checkOptions("options", options, { replace: "boolean" });
    await this.#call("create_secret", { cluster, name, contents: [content], replace });
  }

  async deleteSecret(cluster, name) {
    checkSecret(cluster, name);
    await this.#call("delete_secret", { cluster, name });
  }

  async kubeconfig(cluster, options = {}) {
    check("cluster", cluster, "string");
    checkOptions("options", options, {
      existing: "string",
      admin: "number",
      adminName: "string",
      user: "string",
      internal: "boolean",
      apiServer: "string",
      authPlugin: "string",
    });
    return this.#call("kubeconfig", { ...options, cluster });
  }

  validateCluster(spec, cluster, options = {}) {
    const known = { timeout: "number", count: "number", interval: "number" };
    return this.#runOnCluster("validate_cluster", spec, cluster, options, known);
  }

  async instances(spec, cluster, options = {}) {
    return this.#ofSpec("instances", spec, options, {}, { cluster: clusterOf(cluster) });
  }

  async planRollingUpdate(spec, cluster, options = {}) {
    return this.#ofSpec("plan_rolling_update", spec, options, rollingUpdate, { cluster: clusterOf(cluster) });
  }

  async installedAddons(cluster, options = {}) {
    check("cluster", cluster, "object");
    const { signal } = checkOptions("options", options, { signal: "AbortSignal" });
    return this.#call("installed_addons", { cluster: clusterOf(cluster) }, signal);
  }

  async planAddons(spec, cluster, options = {}) {
    check("cluster", cluster, "object");
    return this.#ofSpec("plan_addons", spec, options, addons, { cluster: clusterOf(cluster) });
  }

  applyAddons(spec, cluster, options = {}) {
    return this.#runOnCluster("apply_addons", spec, cluster, options, addons);
  }

  async dump(spec, cluster, options = {}) {
    return this.#ofSpec("dump", spec, options, {}, { cluster: clusterOf(cluster) });
  }

  async groupsToRoll(spec, options = {}) {
    return this.#ofSpec("groups_to_roll", spec, options);
  }

  async planReconcile(spec, cluster, options = {}) {
    check("cluster", cluster, "object");
    return this.#ofSpec("plan_reconcile", spec, options, {}, { cluster: clusterOf(cluster) });
  }

  reconcile(spec, cluster, options = {}) {
    return this.#runOnCluster("reconcile", spec, cluster, options, reconcile);
  }

  rollingUpdate(spec, cluster, options = {}) {
    check("spec", spec, Spec);
    const { signal, ...rest } = checkOptions("options", options, { ...rollingUpdate, signal: "AbortSignal" });
    return this.#run("rolling_update", { ...rest, spec, cluster: clusterOf(cluster) }, signal);
  }
}

/** What the library answered, which is nothing where the call was cancelled. */
async function answered(promise, signal) {
  const answer = await translatedLater(promise);
  if (answer === null) {
    throw new AbortError(signal);
  }
  return returned(answer);
}

function checkOptional(argument, value, ...expected) {
  if (value !== undefined) {
    check(argument, value, ...expected);
  }
}

function checkKeyset(cluster, keyset) {
  check("cluster", cluster, "string");
  check("keyset", keyset, "string");
}

function checkSecret(cluster, name) {
  check("cluster", cluster, "string");
  check("name", name, "string");
}

module.exports = { Engine };
