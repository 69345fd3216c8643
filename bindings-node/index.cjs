"use strict";

// The native side says what went wrong as JSON; here it becomes an exception with fields.

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
class PlanningFailed extends KopsError {}
class PlanTargetMismatch extends KopsError {}
class PlanStale extends KopsError {}
class PlanNotAllowed extends KopsError {}
class CloudError extends KopsError {}
class StateError extends KopsError {}
class WriteError extends KopsError {}
class NoCluster extends KopsError {}

const classes = {
  CloudError,
  InvalidAccount,
  InvalidSpec,
  KopsError,
  NoCluster,
  PlanNotAllowed,
  PlanStale,
  PlanTargetMismatch,
  PlanningFailed,
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

function load(text, options) {
  try {
    return native.load(text, options);
  } catch (error) {
    throw typed(error);
  }
}

async function plan(spec, account, options) {
  try {
    return await native.plan(spec, account, options);
  } catch (error) {
    throw typed(error);
  }
}

Object.defineProperty(native.Plan.prototype, "warnings", {
  get() {
    return JSON.parse(this.warningsText());
  },
});

// A class of its own, so that JSON.stringify and template strings do what a user of JavaScript expects.
native.Plan.prototype.toJSON = function toJSON() {
  return JSON.parse(this.toText());
};

const { Plan, SimulatedAccount, Spec } = native;
SimulatedAccount.fromJSON = (text) => {
  try {
    return SimulatedAccount.read(text);
  } catch (error) {
    throw typed(error);
  }
};

module.exports = { ...classes, Plan, SimulatedAccount, Spec, load, plan };
