"use strict";

// Calls of the library by the names of its tables, and the values that stay in it.

const { setImmediate } = require("node:timers/promises");
const native = require("./native.cjs");
const { jsonOf } = require("./check.cjs");
const { translated, translatedLater } = require("./errors.cjs");
const { holding } = require("./ports.cjs");

/** The native side of each value of the package. */
const natives = new WeakMap();

/** The classes that wrap the library's values, by their names there. */
const classes = {};

/**
 * Makes a value of the package. What it is stays in Rust, where neither `deepEqual` nor `structuredClone` looks: by a property that no other
 * value has, two of them are not taken for equal, and a clone that would be empty is an error.
 */
function wrap(Class, native) {
  const value = Object.create(Class.prototype);
  Object.defineProperty(value, "handle", { value: Symbol(Class.name), enumerable: true });
  natives.set(value, native);
  return value;
}

/** Writes arguments as the library reads them: values of the package as handles, bytes beside the rest, which is JSON. */
function given(values) {
  const data = [];
  const handles = [];
  const contents = [];
  for (const [name, value] of Object.entries(values)) {
    if (natives.has(value)) {
      handles.push([name, natives.get(value)]);
    } else if (name === "contents") {
      contents.push(...value);
    } else if (value !== undefined) {
      data.push(`${JSON.stringify(name)}:${jsonOf(name, value)}`);
    }
  }
  const made = holding(handles, new native.Given(`{${data.join(",")}}`));
  for (const [name, handle] of handles) {
    if (handle instanceof native.Cluster) {
      made.cluster(name, handle);
    } else {
      made.handle(name, handle);
    }
  }
  for (const content of contents) {
    made.content(Buffer.from(content));
  }
  return made;
}

/** What the library returned. What is large is read in parts, between which others have their turn. */
async function returned(answer) {
  if (!answer.parts) {
    return returnedNow(answer);
  }
  const [data, rest] = begun(answer.parts);
  for (const part of rest) {
    await setImmediate();
    merge(data, JSON.parse(part));
  }
  return data;
}

/** What the library returned, at once. */
function returnedNow({ json, text, bytes, parts, handle, className }) {
  if (handle) {
    return wrap(classes[className], handle);
  }
  if (parts) {
    const [data, rest] = begun(parts);
    for (const part of rest) {
      merge(data, JSON.parse(part));
    }
    return data;
  }
  return json === undefined || json === null ? (text ?? bytes) : JSON.parse(json);
}

/** The data of the first part, and the texts of the others, each made when its turn comes. */
function begun(parts) {
  function* rest() {
    for (let part = parts.next(); part !== null; part = parts.next()) {
      yield part;
    }
  }
  return [JSON.parse(parts.next()), rest()];
}

/** Adds to a list or an object what comes after it. */
function merge(data, part) {
  if (Array.isArray(data)) {
    data.push(...part);
    return;
  }
  for (const [name, value] of Object.entries(part)) {
    if (!Object.hasOwn(data, name)) {
      data[name] = value;
    } else if (typeof value === "string") {
      data[name] += value;
    } else {
      merge(data[name], value);
    }
  }
}

/** Calls a pure function on a thread of its own. */
const call = async (name, values) => returned(await translatedLater(native.call(name, given(values))));

/** Calls a pure function that takes no time. */
const callNow = (name, values) => returnedNow(translated(() => native.callNow(name, given(values))));

module.exports = { call, callNow, classes, given, natives, returned, wrap };
