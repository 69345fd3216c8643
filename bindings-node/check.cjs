"use strict";

// Checks of arguments. They name the argument and never show its value, which may be a secret. Objects may be of another realm, and have
// no prototype.

const { fileURLToPath } = require("node:url");
const { isAnyArrayBuffer, isDate, isMap, isPromise, isSet, isUint8Array } = require("node:util/types");

const kinds = {
  boolean: (value) => typeof value === "boolean",
  function: (value) => typeof value === "function",
  number: Number.isFinite,
  string: (value) => typeof value === "string",
  "valid Date": (value) => isDate(value) && Number.isFinite(value.getTime()),
  Uint8Array: isUint8Array,
  Array: Array.isArray,
  object: (value) => isObject(value),
  AbortSignal: (value) => typeof value?.aborted === "boolean" && typeof value.addEventListener === "function",
  "string or URL": (value) => typeof value === "string" || value instanceof URL,
  "list of strings and URLs": (value) => Array.isArray(value) && value.every(kinds["string or URL"]),
  // Looked at by the caller, with the methods that they have.
  cloud: () => false,
  cluster: () => false,
  store: () => false,
  "list of strings": (value) => Array.isArray(value) && value.every(kinds.string),
  "map of strings": (value) => isObject(value) && Object.values(value).every(kinds.string),
};

/** True for what JSON would say nothing of. */
const isOpaque = (value) =>
  [ArrayBuffer.isView, isAnyArrayBuffer, isMap, isPromise, isSet].some((isOne) => isOne(value));

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value) && !isOpaque(value);

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
    throw new TypeError(`argument '${argument}': expected an object, not ${kindOf(options)}`);
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

/** The path of a file, which may be given as its URL. */
function pathOf(argument, path) {
  check(argument, path, "string or URL");
  return typeof path === "string" ? path : fileURLToPath(path);
}

/** Writes an argument as JSON; what that does not have is a TypeError. */
function jsonOf(argument, value) {
  const known = (_, part) => {
    if (typeof part === "number" && !Number.isFinite(part)) {
      throw new TypeError("expected finite numbers");
    }
    if (isOpaque(part)) {
      throw new TypeError(`expected values of JSON, not ${kindOf(part)}`);
    }
    return part;
  };
  try {
    return JSON.stringify(value, known);
  } catch (error) {
    throw new TypeError(`argument '${argument}': ${error.message}`);
  }
}

module.exports = { check, checkOptions, jsonOf, pathOf };
