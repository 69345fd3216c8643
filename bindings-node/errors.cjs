"use strict";

// The native side says what went wrong as JSON; here it becomes an exception with fields.

const native = require("./native.cjs");

/** The fields that are given: one that is undefined is as one that is missing. */
const given = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** Asks the library whether a call that failed with an error of this kind may succeed a little later. */
const isRetryable = (name, kind) => JSON.parse(native.callNow(name, new native.Given(JSON.stringify({ kind }))).json);

class KopsError extends Error {
  constructor(message, { cause, ...fields } = {}, help = null) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.help = help;
    Object.assign(this, fields);
  }

  /** What JSON.stringify writes: also the message, which is no field of an Error that is listed. */
  toJSON() {
    return { name: this.name, message: this.message, ...this };
  }
}
class InvalidSpec extends KopsError {}
class InvalidTemplate extends KopsError {}
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
class ApplySetIncomplete extends KopsError {}
class CloudError extends KopsError {
  constructor(message, fields = {}, help = null) {
    const { kind = "internal" } = fields;
    const unknown = { operation: "", code: null, requestId: null, resource: null, permission: null };
    super(message, { kind, retryable: isRetryable("is_retryable", kind), ...unknown, ...given(fields) }, help);
  }
}
class ClusterApiError extends KopsError {
  constructor(message, fields = {}, help = null) {
    const { kind = "internal" } = fields;
    const retryable = isRetryable("is_cluster_error_retryable", kind);
    super(message, { kind, retryable, operation: "", status: null, ...given(fields) }, help);
  }
}
class StateError extends KopsError {
  constructor(message, fields = {}, help = null) {
    super(message, { kind: "failed", key: null, retryable: false, lock: null, ...given(fields) }, help);
  }
}
class WriteError extends KopsError {}
class NoCluster extends KopsError {}
class KeysetError extends KopsError {}
class SecretError extends KopsError {}
class KubeconfigError extends KopsError {}

const classes = {
  ApplyIncomplete,
  ApplySetIncomplete,
  CloudError,
  ClusterApiError,
  InvalidAccount,
  InvalidPlan,
  InvalidSpec,
  InvalidTemplate,
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

/** What the caller's own clouds and stores threw, by number, until the error that comes of it takes it. */
const causes = new Map();
let number = 0;

/** At most so many are kept: of calls that were repeated or cancelled nothing comes. */
const KEPT = 10_000;

function keepCause(error) {
  number = (number + 1) % 2 ** 32;
  causes.set(number, error);
  if (causes.size > KEPT) {
    causes.delete(causes.keys().next().value);
  }
  return number;
}

function typed(error) {
  let data;
  try {
    data = JSON.parse(error.message);
  } catch {
    return error;
  }
  if (data.name === "TypeError") {
    return new TypeError(data.message);
  }
  return exception(data);
}

/** Gives an error its cause, as the constructor of an Error does: it is none of the fields that are listed. */
function giveCause(error, cause) {
  Object.defineProperty(error, "cause", { value: cause, configurable: true, writable: true });
}

/** Makes the exception that the library describes. */
function exception(data) {
  const Class = classes[data.name] ?? KopsError;
  const made = new Class(data.message, data.fields, data.help);
  if (made instanceof ApplySetIncomplete) {
    made.error = exception(data.fields.error);
    giveCause(made, made.error);
  }
  const failed = (data.fields?.failed ?? []).map((failure) => failure.error).filter(({ cause }) => cause !== undefined);
  const numbers = [data, ...failed].map(({ cause }) => cause);
  if (causes.has(data.cause)) {
    giveCause(made, causes.get(data.cause));
  }
  for (const each of failed) {
    each.cause = causes.get(each.cause);
  }
  for (const kept of numbers) {
    causes.delete(kept);
  }
  return made;
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

module.exports = { classes, keepCause, translated, translatedLater };
