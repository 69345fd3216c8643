"use strict";

const { Account, Bucket, FileStore, MemoryStore, S3Store, SimulatedAccount } = require("./accounts.cjs");
const { Kube, SimulatedCluster } = require("./clusters.cjs");
const { Engine } = require("./engine.cjs");
const { classes } = require("./errors.cjs");
const { Plan, ...plans } = require("./plans.cjs");
const { AbortError, Run } = require("./run.cjs");
const { FullSpec, Spec, ...functions } = require("./specs.cjs");
const { version } = require("./package.json");

module.exports = {
  ...classes,
  ...functions,
  ...plans,
  AbortError,
  Bucket,
  Engine,
  FileStore,
  FullSpec,
  Kube,
  MemoryStore,
  Plan,
  Run,
  SimulatedAccount,
  SimulatedCluster,
  Spec,
  aws: { Account, S3Store },
  version,
};
