"use strict";

// The engine: checks arguments, calls the native one and gives its answers the package's types.

const native = require("./native.cjs");
const { MemoryStore, cloudOf, storeOf } = require("./accounts.cjs");
const { check, checkOptions } = require("./check.cjs");
const { translatedLater } = require("./errors.cjs");
const { Run, abortable } = require("./run.cjs");

const { Plan, Spec } = native;

class Engine {
  #engine;

  constructor(options) {
    const { cloud, store, addons, fileHashes } = checkOptions("options", options, {
      cloud: Object,
      store: ["string", Object],
      addons: "map of strings",
      fileHashes: "map of strings",
    });
    const account = cloudOf(cloud);
    this.#engine = new native.Engine(account, storeOf(store ?? new MemoryStore(), account), { addons, fileHashes });
  }

  async check(spec, options = {}) {
    check("spec", spec, Spec);
    const { signal } = checkOptions("options", options, { signal: AbortSignal });
    return abortable(signal, (cancel) => translatedLater(this.#engine.check(spec, cancel)));
  }

  async graph(spec, options = {}) {
    check("spec", spec, Spec);
    const { signal } = checkOptions("options", options, { signal: AbortSignal });
    return JSON.parse(await abortable(signal, (cancel) => translatedLater(this.#engine.graphText(spec, cancel))));
  }

  async facts(spec, options = {}) {
    check("spec", spec, Spec);
    const { signal } = checkOptions("options", options, { signal: AbortSignal });
    return JSON.parse(await abortable(signal, (cancel) => translatedLater(this.#engine.factsText(spec, cancel))));
  }

  async terraform(spec, options = {}) {
    check("spec", spec, Spec);
    const known = { createKeys: "boolean", signal: AbortSignal };
    const { signal, createKeys = false } = checkOptions("options", options, known);
    return abortable(signal, (cancel) => translatedLater(this.#engine.terraform(spec, createKeys, cancel)));
  }

  async newCluster(cluster, options = {}) {
    check("cluster", cluster, Object);
    const { signal } = checkOptions("options", options, { signal: AbortSignal });
    const text = JSON.stringify(cluster);
    return abortable(signal, (cancel) => translatedLater(this.#engine.newCluster(text, cancel)));
  }

  async plan(spec, options = {}) {
    check("spec", spec, Spec);
    const known = { prune: "boolean", allow: "list of strings", signal: AbortSignal };
    const { signal, ...rest } = checkOptions("options", options, known);
    return abortable(signal, (cancel) => translatedLater(this.#engine.plan(spec, rest, cancel)));
  }

  async planDeletion(spec, options = {}) {
    check("spec", spec, Spec);
    const { signal } = checkOptions("options", options, { signal: AbortSignal });
    return abortable(signal, (cancel) => translatedLater(this.#engine.planDeletion(spec, cancel)));
  }

  apply(plan, options = {}) {
    check("plan", plan, Plan);
    const known = { parallel: "number", readyWithin: "number", grace: "number", signal: AbortSignal };
    const { signal, ...rest } = checkOptions("options", options, known);
    return new Run(signal, async (cancel, tell) =>
      JSON.parse(await translatedLater(this.#engine.applyText(plan, rest, cancel, tell))),
    );
  }

  async clusters() {
    return translatedLater(this.#engine.clusters());
  }

  async load(cluster) {
    check("cluster", cluster, "string");
    return translatedLater(this.#engine.load(cluster));
  }

  async create(text, options = {}) {
    check("text", text, "string");
    const { name = "-" } = checkOptions("options", options, { name: "string" });
    return JSON.parse(await translatedLater(this.#engine.createText(text, name)));
  }

  async replace(text, options = {}) {
    check("text", text, "string");
    const known = { name: "string", createMissing: "boolean" };
    const { name = "-", createMissing = false } = checkOptions("options", options, known);
    return JSON.parse(await translatedLater(this.#engine.replaceText(text, name, createMissing)));
  }

  async forget(cluster) {
    check("cluster", cluster, "string");
    return translatedLater(this.#engine.forget(cluster));
  }

  async newInstanceGroup(spec, name, options = {}) {
    check("spec", spec, Spec);
    check("name", name, "string");
    const known = { role: "string", subnets: "list of strings", zones: "list of strings", signal: AbortSignal };
    const { signal, ...rest } = checkOptions("options", options, known);
    const text = JSON.stringify({ name, ...rest });
    return JSON.parse(
      await abortable(signal, (cancel) => translatedLater(this.#engine.newInstanceGroupText(spec, text, cancel))),
    );
  }

  async edit(cluster, options) {
    check("cluster", cluster, "string");
    const known = { instanceGroup: "string", set: "list of strings", unset: "list of strings" };
    return JSON.parse(await translatedLater(this.#engine.editText(cluster, checkOptions("options", options, known))));
  }

  async planInstanceGroupDeletion(spec, instanceGroup, options = {}) {
    check("spec", spec, Spec);
    check("instanceGroup", instanceGroup, "string");
    const { signal } = checkOptions("options", options, { signal: AbortSignal });
    return abortable(signal, (cancel) =>
      translatedLater(this.#engine.planInstanceGroupDeletion(spec, instanceGroup, cancel)),
    );
  }

  async forgetInstanceGroup(cluster, instanceGroup) {
    check("cluster", cluster, "string");
    check("instanceGroup", instanceGroup, "string");
    return translatedLater(this.#engine.forgetInstanceGroup(cluster, instanceGroup));
  }

  async planUpgrade(spec, options = {}) {
    check("spec", spec, Spec);
    const known = { channel: "string", kubernetesVersion: "string", signal: AbortSignal };
    const { signal, ...rest } = checkOptions("options", options, known);
    return JSON.parse(
      await abortable(signal, (cancel) => translatedLater(this.#engine.planUpgradeText(spec, rest, cancel))),
    );
  }

  async keypairs(cluster, keyset) {
    check("cluster", cluster, "string");
    checkOptional("keyset", keyset, "string");
    return JSON.parse(await translatedLater(this.#engine.keypairsText(cluster, keyset)));
  }

  async createKeypair(cluster, keyset, options = {}) {
    checkKeyset(cluster, keyset);
    checkOptions("options", options, { certificate: "string", privateKey: "string", primary: "boolean" });
    return translatedLater(this.#engine.createKeypair(cluster, keyset, options));
  }

  async promoteKeypair(cluster, keyset, id) {
    checkKeyset(cluster, keyset);
    checkOptional("id", id, "string");
    return translatedLater(this.#engine.promoteKeypair(cluster, keyset, id));
  }

  async distrustKeypairs(cluster, keyset, ids) {
    checkKeyset(cluster, keyset);
    checkOptional("ids", ids, "list of strings");
    return translatedLater(this.#engine.distrustKeypairs(cluster, keyset, ids));
  }

  async trustKeypairs(cluster, keyset, ids) {
    checkKeyset(cluster, keyset);
    check("ids", ids, "list of strings");
    return translatedLater(this.#engine.trustKeypairs(cluster, keyset, ids));
  }

  async secrets(cluster) {
    check("cluster", cluster, "string");
    return translatedLater(this.#engine.secrets(cluster));
  }

  async secret(cluster, name) {
    checkSecret(cluster, name);
    return translatedLater(this.#engine.secret(cluster, name));
  }

  async createSecret(cluster, name, content, options = {}) {
    checkSecret(cluster, name);
    check("content", content, "bytes");
    checkOptions("options", options, { replace: "boolean" });
    return translatedLater(this.#engine.createSecret(cluster, name, Buffer.from(content), options));
  }

  async deleteSecret(cluster, name) {
    checkSecret(cluster, name);
    return translatedLater(this.#engine.deleteSecret(cluster, name));
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
    return translatedLater(this.#engine.kubeconfig(cluster, options));
  }
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
