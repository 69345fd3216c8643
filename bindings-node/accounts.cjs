"use strict";

// Accounts and state stores: what an engine works with.

const { inspect } = require("node:util");
const native = require("./native.cjs");
const { check, checkOptions, pathOf } = require("./check.cjs");
const { keepCause, translated, translatedLater } = require("./errors.cjs");
const { addMethods, addStoreMethods, checkPort, holding, isUnchanged, looking, portOf } = require("./ports.cjs");

/** The native side of each account and store. */
const clouds = new WeakMap();
const stores = new WeakMap();

/** The accounts on which waits take no time. */
const simulatedOnes = new WeakSet();

class SimulatedAccount {
  constructor() {
    throw new TypeError("SimulatedAccount is made by other calls");
  }

  static fromJSON(text) {
    check("text", text, "string");
    return simulated(translated(() => native.Cloud.simulated(text)));
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
    stores.set(this, native.Store.folder(pathOf("path", path)));
  }
}

class Account {
  #region;

  constructor(options) {
    const { region, credentials, endpoint, caCertificates } = checkOptions("options", options, {
      region: "string",
      credentials: ["function", "object"],
      endpoint: "string",
      caCertificates: "string",
    });
    check("options.region", region, "string");
    if (region === "") {
      throw new TypeError("argument 'options.region': expected a region of AWS, such as us-east-2");
    }
    check("options.credentials", credentials, "function", "object");
    if (typeof credentials !== "function") {
      keysOf(credentials);
    }
    const provide = async () => {
      try {
        return { keys: keysOf(typeof credentials === "function" ? await credentials() : credentials) };
      } catch (error) {
        return { error: `${error}`, cause: keepCause(error) };
      }
    };
    this.#region = region;
    const weak = calling(looking(provide));
    const made = translated(() => native.Cloud.aws(region, weak, endpoint, caCertificates));
    clouds.set(this, holding(provide, made));
  }

  get region() {
    return this.#region;
  }

  [inspect.custom]() {
    return `aws.Account { region: '${this.#region}' }`;
  }
}

/** A function that calls what `look` returns. It is made here, as functions of one scope hold what any of them uses. */
const calling = (look) => () => look()();

/** The fields of keys that are used, each of its type. */
function keysOf(keys) {
  check("credentials", keys, "object");
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = keys;
  check("credentials.accessKeyId", accessKeyId, "string");
  check("credentials.secretAccessKey", secretAccessKey, "string");
  if (sessionToken !== undefined) {
    check("credentials.sessionToken", sessionToken, "string");
  }
  if (expiration !== undefined) {
    check("credentials.expiration", expiration, "valid Date");
  }
  return { accessKeyId, secretAccessKey, sessionToken, expiration: expiration?.getTime() };
}

class S3Store {
  #url;

  constructor(url, account) {
    check("url", url, "string");
    check("account", account, Account);
    this.#url = url;
    const cloud = clouds.get(account);
    const made = translated(() => cloud.bucket(url));
    stores.set(this, holding(cloud, made));
  }

  get url() {
    return this.#url;
  }

  [inspect.custom]() {
    return `aws.S3Store { url: '${this.#url}' }`;
  }
}

class Recorder {
  constructor(cloud) {
    const inner = cloudOf(cloud, "cloud");
    clouds.set(this, holding(inner, native.Cloud.recorder(inner)));
    if (clockOf(cloud) !== undefined) {
      simulatedOnes.add(this);
    }
  }

  toText() {
    return clouds.get(this).toText();
  }
}

class Replay {
  constructor(text) {
    check("text", text, "string");
    clouds.set(this, native.Cloud.replay(text));
    simulatedOnes.add(this);
  }
}
Replay.fromJSON = (text) => new Replay(text);

/** A bucket that an account opened. */
class Bucket {}

function simulated(cloud) {
  const account = Object.create(SimulatedAccount.prototype);
  clouds.set(account, cloud);
  simulatedOnes.add(account);
  return account;
}

/** The simulated account of the conformance suite. */
const conformanceAccount = () => simulated(native.Cloud.conformance());

/** The native side of an account. */
function cloudOf(cloud, argument = "options.cloud") {
  if (clouds.has(cloud) && isUnchanged("cloud", cloud)) {
    return clouds.get(cloud);
  }
  checkPort("cloud", argument, cloud, SimulatedAccount, Account);
  return holding(cloud, native.Cloud.port(portOf(looking(cloud), bucketOf)));
}

/** The clock of simulated accounts, which they have also where a method of one is replaced. */
const clockOf = (cloud) => (simulatedOnes.has(cloud) ? "simulated" : undefined);

/** The native side of a state store, or of its URL in a cloud: an account also where methods of it are replaced. */
function storeOf(store, cloud, argument = "options.store") {
  if (typeof store === "string" && cloud) {
    const account = clouds.get(cloud) ?? cloudOf(cloud);
    return holding(
      account,
      translated(() => account.store(store)),
    );
  }
  if (stores.has(store) && isUnchanged("store", store)) {
    return stores.get(store);
  }
  checkPort("store", argument, store, MemoryStore, FileStore, S3Store);
  return holding(store, native.Store.port(portOf(looking(store))));
}

/** The native side of a bucket that a cloud opened. Nothing else holds that, so it holds what it calls itself. */
function bucketOf(store) {
  const made = storeOf(store);
  return made.held === undefined ? made : native.Store.port(portOf(() => store));
}

for (const Class of [Account, Recorder, Replay, SimulatedAccount]) {
  addMethods("cloud", Class, (cloud) => clouds.get(cloud), {
    async openBucket(name) {
      check("name", name, "string");
      const bucket = new Bucket();
      const cloud = clouds.get(this);
      stores.set(bucket, holding(cloud, await translatedLater(cloud.openBucket(name))));
      return bucket;
    },
  });
}
for (const Class of [Bucket, FileStore, MemoryStore, S3Store]) {
  addStoreMethods(Class, (store) => stores.get(store));
}

module.exports = {
  Account,
  Bucket,
  FileStore,
  MemoryStore,
  Recorder,
  Replay,
  S3Store,
  SimulatedAccount,
  clockOf,
  cloudOf,
  conformanceAccount,
  storeOf,
};
