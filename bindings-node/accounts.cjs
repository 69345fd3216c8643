"use strict";

// Accounts and state stores: what an engine works with.

const { inspect } = require("node:util");
const native = require("./native.cjs");
const { check, checkOptions } = require("./check.cjs");
const { translated } = require("./errors.cjs");

/** The native side of each account and store. */
const clouds = new WeakMap();
const stores = new WeakMap();

class SimulatedAccount {
  static fromJSON(text) {
    check("text", text, "string");
    const account = new SimulatedAccount();
    clouds.set(
      account,
      translated(() => native.Cloud.simulated(text)),
    );
    return account;
  }

  toText() {
    return clouds.get(this).toText();
  }
}

class MemoryStore {
  constructor() {
    stores.set(this, native.Store.memory());
  }
}

class FileStore {
  constructor(path) {
    check("path", path, "string");
    stores.set(this, native.Store.folder(path));
  }
}

class Account {
  #region;

  constructor(options) {
    const { region, credentials, endpoint } = checkOptions("options", options, {
      region: "string",
      credentials: ["function", Object],
      endpoint: "string",
    });
    check("options.region", region, "string");
    check("options.credentials", credentials, "function", Object);
    if (typeof credentials !== "function") {
      keysOf(credentials);
    }
    const provide = async () => keysOf(typeof credentials === "function" ? await credentials() : credentials);
    this.#region = region;
    clouds.set(this, native.Cloud.aws(region, provide, endpoint));
  }

  get region() {
    return this.#region;
  }

  [inspect.custom]() {
    return `aws.Account { region: '${this.#region}' }`;
  }
}

/** The fields of keys that are used, each of its type. */
function keysOf(keys) {
  check("credentials", keys, Object);
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = keys;
  check("credentials.accessKeyId", accessKeyId, "string");
  check("credentials.secretAccessKey", secretAccessKey, "string");
  if (sessionToken !== undefined) {
    check("credentials.sessionToken", sessionToken, "string");
  }
  if (expiration !== undefined) {
    check("credentials.expiration", expiration, Date);
  }
  return { accessKeyId, secretAccessKey, sessionToken, expiration: expiration?.getTime() };
}

class S3Store {
  #url;

  constructor(url, account) {
    check("url", url, "string");
    check("account", account, Account);
    this.#url = url;
    stores.set(
      this,
      translated(() => clouds.get(account).store(url)),
    );
  }

  get url() {
    return this.#url;
  }

  [inspect.custom]() {
    return `aws.S3Store { url: '${this.#url}' }`;
  }
}

/** The native side of an account. */
function cloudOf(cloud) {
  check("options.cloud", cloud, SimulatedAccount, Account);
  return clouds.get(cloud);
}

/** The native side of a state store, or of its URL in an account. */
function storeOf(store, cloud) {
  check("options.store", store, "string", MemoryStore, FileStore, S3Store);
  return typeof store === "string" ? translated(() => cloud.store(store)) : stores.get(store);
}

module.exports = { Account, FileStore, MemoryStore, S3Store, SimulatedAccount, cloudOf, storeOf };
