"use strict";

// The native side says what went wrong as JSON; here it becomes an exception with fields.

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
class ApplyIncomplete extends KopsError {
  get report() {
    const { cancelled, done, failed, inFlight, notStarted, outputs } = this;
    return { cancelled, done, failed, inFlight, notStarted, outputs };
  }
}
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

module.exports = { classes, translated, translatedLater };
