"use strict";

// Clouds and state stores in JavaScript: how the library calls them, and the same methods of the package's own.

const { classes, keepCause, translatedLater } = require("./errors.cjs");
const { check } = require("./check.cjs");

const methods = {
  cloud: ["facts", "observe", "execute", "probe"],
  store: ["get", "put", "delete", "list"],
};

/** True for an object that has the methods of a cloud, or of a state store. */
const isPort = (kind, value) => methods[kind].every((method) => typeof value?.[method] === "function");

/** The function that the native side calls for a method of an object. */
const portOf =
  (object) =>
  async ({ method, arguments: text, content }) => {
    try {
      const values = JSON.parse(text);
      if (content) {
        values.splice(1, 0, new Uint8Array(content));
      }
      const result = await object[method](...values);
      if (method === "get" && result) {
        return { value: JSON.stringify(result.version), content: Buffer.from(result.value) };
      }
      return { value: JSON.stringify(result ?? null) };
    } catch (error) {
      return thrown(error);
    }
  };

/** Describes an error of a cloud or of a state store; any other one is kept as the cause of what comes of it. */
function thrown(error) {
  if (error instanceof classes.CloudError) {
    const { kind, retryable, operation, code, requestId, resource, permission } = error;
    return described(error, { kind, retryable, operation, code, requestId, resource, permission });
  }
  if (error instanceof classes.StateError) {
    const { kind, key, retryable } = error;
    return described(error, { kind, key, retryable });
  }
  return { error: `${error}`, cause: keepCause(error) };
}

const described = ({ name, message, help }, fields) => ({ error: JSON.stringify({ name, message, help, fields }) });

/** Gives a class of the package the methods of a cloud; `nativeOf` finds the native side of an instance. */
function addCloudMethods(Class, nativeOf) {
  for (const method of methods.cloud) {
    Class.prototype[method] = async function call(...values) {
      return JSON.parse(await translatedLater(nativeOf(this).call(method, JSON.stringify(values))));
    };
  }
}

/** Gives a class of the package the methods of a state store. */
function addStoreMethods(Class, nativeOf) {
  const call = (store, method, values, content) =>
    translatedLater(nativeOf(store).call({ method, arguments: JSON.stringify(values), content }));
  Object.assign(Class.prototype, {
    async get(key) {
      check("key", key, "string");
      const { value, content } = await call(this, "get", [key]);
      return content ? { value: new Uint8Array(content), version: JSON.parse(value) } : null;
    },
    async put(key, value, mode) {
      check("key", key, "string");
      check("value", value, Uint8Array);
      check("mode", mode, Object);
      return JSON.parse((await call(this, "put", [key, mode], Buffer.from(value))).value);
    },
    async delete(key, mode) {
      check("key", key, "string");
      check("mode", mode, Object);
      await call(this, "delete", [key, mode]);
    },
    async list(prefix) {
      check("prefix", prefix, "string");
      return JSON.parse((await call(this, "list", [prefix])).value);
    },
  });
}

module.exports = { addCloudMethods, addStoreMethods, isPort, portOf };
