"use strict";

// The native side says what went wrong as JSON; here it becomes an exception with fields.

const { inspect } = require("node:util");
const native = require("./native.cjs");

class KopsError extends Error {
  constructor(message, fields = {}) {
    super(message);
    this.name = new.target.name;
    Object.assign(this, fields);
  }
}
class InvalidSpec extends KopsError {}
class InvalidAccount extends KopsError {}
class InvalidPlan extends KopsError {}
class PlanningFailed extends KopsError {}
class PlanTargetMismatch extends KopsError {}
class PlanStale extends KopsError {}
class PlanNotAllowed extends KopsError {}
class ApplyIncomplete extends KopsError {}
class CloudError extends KopsError {}
class StateError extends KopsError {}
class WriteError extends KopsError {}
class NoCluster extends KopsError {}
class KeysetError extends KopsError {}
class SecretError extends KopsError {}
class KubeconfigError extends KopsError {}

const classes = {
  ApplyIncomplete,
  CloudError,
  InvalidAccount,
  InvalidPlan,
  InvalidSpec,
  KeysetError,
  KopsError,
  KubeconfigError,
  NoCluster,
  PlanNotAllowed,
  PlanStale,
  PlanTargetMismatch,
  PlanningFailed,
  SecretError,
  StateError,
  WriteError,
};

function typed(error) {
  let data;
  try {
    data = JSON.parse(error.message);
  } catch {
    return error;
  }
  const Class = classes[data.name] ?? KopsError;
  return new Class(data.message, data.fields);
}

function translated(call) {
  try {
    return call();
  } catch (error) {
    throw typed(error);
  }
}

async function translatedLater(promise) {
  try {
    return await promise;
  } catch (error) {
    throw typed(error);
  }
}

const { Plan, SimulatedAccount, Spec } = native;

SimulatedAccount.fromJSON = (text) => translated(() => SimulatedAccount.read(text));

Plan.fromJSON = (text) => translated(() => Plan.read(text));
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

class Engine {
  #engine;

  constructor(account, options) {
    this.#engine = translated(() => new native.Engine(account, options));
  }

  async plan(spec, options) {
    return translatedLater(this.#engine.plan(spec, options));
  }

  async planDeletion(spec) {
    return translatedLater(this.#engine.planDeletion(spec));
  }

  async apply(plan) {
    return translatedLater(this.#engine.apply(plan));
  }

  async create(text, options) {
    return JSON.parse(await translatedLater(this.#engine.createText(text, options)));
  }

  async keypairs(cluster, keyset) {
    return JSON.parse(await translatedLater(this.#engine.keypairsText(cluster, keyset)));
  }

  async createKeypair(cluster, keyset, options) {
    return translatedLater(this.#engine.createKeypair(cluster, keyset, options));
  }

  async promoteKeypair(cluster, keyset, id) {
    return translatedLater(this.#engine.promoteKeypair(cluster, keyset, id));
  }

  async distrustKeypairs(cluster, keyset, ids) {
    return translatedLater(this.#engine.distrustKeypairs(cluster, keyset, ids));
  }

  async trustKeypairs(cluster, keyset, ids) {
    return translatedLater(this.#engine.trustKeypairs(cluster, keyset, ids));
  }

  async secrets(cluster) {
    return translatedLater(this.#engine.secrets(cluster));
  }

  async secret(cluster, name) {
    return translatedLater(this.#engine.secret(cluster, name));
  }

  async createSecret(cluster, name, content, options) {
    return translatedLater(this.#engine.createSecret(cluster, name, Buffer.from(content), options));
  }

  async deleteSecret(cluster, name) {
    return translatedLater(this.#engine.deleteSecret(cluster, name));
  }

  async kubeconfig(cluster, options) {
    return translatedLater(this.#engine.kubeconfig(cluster, options));
  }
}

const load = (text, options) => translated(() => native.load(text, options));

const checkOffline = (spec) => JSON.parse(native.checkOfflineText(spec));
const listAssets = (spec) => JSON.parse(native.listAssetsText(spec));

module.exports = { ...classes, Engine, Plan, SimulatedAccount, Spec, checkOffline, listAssets, load };
