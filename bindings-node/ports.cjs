"use strict";

// Clouds, state stores and clusters in JavaScript: how the library calls them, and the same methods of the package's own.

const { classes, keepCause, translatedLater } = require("./errors.cjs");
const { check, jsonOf } = require("./check.cjs");

/** The methods that each port must have, and those that it may have. */
const required = {
  cloud: ["facts", "observe", "execute", "probe"],
  store: ["get", "put", "delete", "list"],
  cluster: ["addresses", "nodes", "pods", "budgets", "changeNode", "evict"],
};
const optional = {
  cloud: ["openBucket", "instances", "launchTemplates", "userData", "changeInstance", "preflight"],
  store: ["putPublic", "isPublic"],
  cluster: ["warnings", "lease", "writeLease", "serverVersion", "objects", "writeObject", "deleteObject"],
};

/** The methods of the package's own classes. */
const own = new WeakSet();

/**
 * True where the methods of a value of the package are the package's own. A subclass, or a test, may have put its own in the place of one:
 * that is the one to call.
 */
const isUnchanged = (kind, value) =>
  [...required[kind], ...optional[kind]].every((method) => value[method] === undefined || own.has(value[method]));

/** Throws a TypeError where a value lacks methods of a cloud, of a state store or of a cluster; `Classes` of the package have them. */
function checkPort(kind, argument, value, ...Classes) {
  const missing = required[kind].filter((method) => typeof value?.[method] !== "function");
  if (missing.length === required[kind].length) {
    check(argument, value, ...Classes, kind);
  } else if (missing.length > 0) {
    throw new TypeError(`argument '${argument}': the ${kind} does not define ${missing.join(", ")}`);
  }
}

/** The name of a method there: `changeNode` is `change_node`. */
const snake = (method) => method.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const camel = (method) => method.replace(/_(.)/g, (_, letter) => letter.toUpperCase());

/**
 * Gives a native side what it calls or is made of. It is held here, and only looked at from there: what holds its own holder is collected,
 * as nothing looks for circles in Rust. A call that is under way holds its native side.
 */
const holding = (held, native) => Object.assign(native, { held });

/** Looks at what is held elsewhere. */
function looking(held) {
  const reference = new WeakRef(held);
  return () => reference.deref();
}

/** The function that the native side calls for a method of an object that `look` returns. `bucketOf` finds the native side of a bucket. */
const portOf =
  (look, bucketOf) =>
  async ({ method, arguments: text, content, bucket }) => {
    const object = look();
    const name = camel(method);
    if (typeof object[name] !== "function") {
      return {};
    }
    try {
      const values = JSON.parse(text);
      if (content) {
        values.splice(1, 0, new Uint8Array(content));
      }
      const result = await object[name](...values);
      if (bucket) {
        bucket.fill(bucketOf(result));
        return { value: "null" };
      }
      if (method === "get" && result) {
        return { value: JSON.stringify(result.version ?? null), content: Buffer.from(result.value) };
      }
      return { value: JSON.stringify(result ?? null) };
    } catch (error) {
      return thrown(error);
    }
  };

/** The facts of the errors that a port throws. */
const facts = {
  CloudError: ["kind", "retryable", "operation", "code", "requestId", "resource", "permission"],
  StateError: ["kind", "key", "retryable"],
  ClusterApiError: ["kind", "retryable", "operation", "status"],
};

/** Describes an error of a cloud, a state store or a cluster, also one of a subclass; its cause and any other error are kept as a cause. */
function thrown(error) {
  const name = Object.keys(facts).find((known) => error instanceof classes[known]);
  if (name === undefined) {
    return { error: `${error}`, cause: keepCause(error) };
  }
  const { message, help, cause } = error;
  const fields = Object.fromEntries(facts[name].map((fact) => [fact, error[fact]]));
  const behind = cause === undefined ? {} : { error: `${cause}`, cause: keepCause(cause) };
  return { facts: JSON.stringify({ name, message, help, fields }), ...behind };
}

/**
 * Gives a class of the package the methods of a port: those of `written`, and for the others calls of the native side of an instance, which
 * `nativeOf` finds.
 */
function addMethods(kind, Class, nativeOf, written = {}) {
  for (const method of [...required[kind], ...optional[kind]]) {
    const call = async function call(...values) {
      return JSON.parse(await translatedLater(nativeOf(this).call(snake(method), jsonOf("arguments", values))));
    };
    Class.prototype[method] = written[method] ?? call;
    own.add(Class.prototype[method]);
  }
}

/** Gives a class of the package the methods of a state store. */
function addStoreMethods(Class, nativeOf) {
  const call = (store, method, values, content) =>
    translatedLater(nativeOf(store).call(method, jsonOf("arguments", values), content));
  addMethods("store", Class, nativeOf, {
    async get(key) {
      check("key", key, "string");
      const { value, content } = await call(this, "get", [key]);
      return content ? { value: new Uint8Array(content), version: JSON.parse(value) } : null;
    },
    async put(key, value, mode) {
      check("key", key, "string");
      check("value", value, "Uint8Array");
      check("mode", mode, "object");
      return JSON.parse((await call(this, "put", [key, mode], Buffer.from(value))).value);
    },
    async putPublic(key, value, mode) {
      check("key", key, "string");
      check("value", value, "Uint8Array");
      check("mode", mode, "object");
      return JSON.parse((await call(this, "put_public", [key, mode], Buffer.from(value))).value);
    },
    async isPublic(key) {
      check("key", key, "string");
      return JSON.parse((await call(this, "is_public", [key])).value);
    },
    async delete(key, mode) {
      check("key", key, "string");
      check("mode", mode, "object");
      await call(this, "delete", [key, mode]);
    },
    async list(prefix) {
      check("prefix", prefix, "string");
      return JSON.parse((await call(this, "list", [prefix])).value);
    },
  });
}

module.exports = { addMethods, addStoreMethods, checkPort, holding, isUnchanged, looking, portOf };
