"use strict";

// What tests are made of: conformance suites, and clouds that record and replay.

const native = require("./native.cjs");
const { Recorder, Replay, cloudOf, conformanceAccount, storeOf } = require("./accounts.cjs");
const { natives } = require("./call.cjs");
const { check, checkOptions } = require("./check.cjs");
const { clusterOf } = require("./clusters.cjs");
const { translatedLater } = require("./errors.cjs");
const { holding } = require("./ports.cjs");

async function checkCloud(make, options = {}) {
  check("make", make, "function");
  const { lacks = [] } = checkOptions("options", options, { lacks: "list of strings" });
  const clouds = [];
  const suite = holding(clouds, new native.CloudSuite());
  for (let left = suite.size; left > 0; left--) {
    clouds.push(cloudOf(await make(), "make"));
    suite.add(clouds.at(-1));
  }
  passed("the cloud", await translatedLater(suite.run(lacks)));
}

async function checkStore(store) {
  passed("the state store", await translatedLater(native.checkStore(storeOf(store, undefined, "store"))));
}

async function checkCluster(cluster, options = {}) {
  check("cluster", cluster, "object");
  const { free = "free", guarded = "guarded" } = checkOptions("options", options, {
    free: "string",
    guarded: "string",
  });
  passed("the cluster", await translatedLater(native.checkCluster(natives.get(clusterOf(cluster)), free, guarded)));
}

function passed(what, failed) {
  if (failed.length > 0) {
    throw new Error(`${what} fails these checks:\n${failed.join("\n")}`);
  }
}

const record = (cloud) => new Recorder(cloud);

module.exports = { Recorder, Replay, account: conformanceAccount, checkCloud, checkCluster, checkStore, record };
