"use strict";

// Checks of arguments. They name the argument and never show its value, which may be a secret. Objects may be of another realm, and have
// no prototype.

const { isDate, isUint8Array } = require("node:util/types");

const kinds = {
  boolean: (value) => typeof value === "boolean",
  function: (value) => typeof value === "function",
  number: Number.isFinite,
  string: (value) => typeof value === "string",
  "valid Date": (value) => isDate(value) && Number.isFinite(value.getTime()),
  Uint8Array: isUint8Array,
  Array: Array.isArray,
  object: (value) => isObject(value),
  // Looked at by the caller, with the methods that they have.
  cloud: () => false,
  cluster: () => false,
  store: () => false,
  "list of strings": (value) => Array.isArray(value) && value.every(kinds.string),
  "map of strings": (value) => isObject(value) && Object.values(value).every(kinds.string),
};

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** Throws a TypeError where a value is not of a kind, or not an instance of a class, or of one of several. */
function check(argument, value, ...expected) {
  const fits = (kind) => (typeof kind === "string" ? kinds[kind](value) : value instanceof kind);
  if (!expected.some(fits)) {
    const names = expected.map((kind) => (typeof kind === "string" ? kind : kind.name)).join(" or ");
    throw new TypeError(`argument '${argument}': expected ${names}, not ${kindOf(value)}`);
  }
}

/** What a value is. */
function kindOf(value) {
  if (typeof value === "number" && !Number.isFinite(value)) {
    return "NaN or Infinity";
  }
  return value === null ? "null" : (value?.constructor?.name ?? typeof value);
}

/** Throws a TypeError where options are no object, have a name that is not known or a value that is not of its kind. */
function checkOptions(argument, options, known) {
  if (!isObject(options)) {
    throw new TypeError(
      `argument '${argument}': expected an object, not ${options === null ? "null" : typeof options}`,
    );
  }
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(known, name)) {
      throw new TypeError(
        `argument '${argument}': unknown option '${name}', expected ${Object.keys(known).join(", ")}`,
      );
    }
    if (value !== undefined) {
      check(`${argument}.${name}`, value, ...[known[name]].flat());
    }
  }
  return options;
}

/** Writes an argument as JSON; what that does not have is a TypeError. */
function jsonOf(argument, value) {
  const finite = (_, part) => {
    if (typeof part === "number" && !Number.isFinite(part)) {
      throw new TypeError("expected finite numbers");
    }
    return part;
  };
  try {
    return JSON.stringify(value, finite);
  } catch (error) {
    throw new TypeError(`argument '${argument}': ${error.message}`);
  }
}

module.exports = { check, checkOptions, jsonOf };
