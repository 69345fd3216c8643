"use strict";

const { Account, Bucket, FileStore, MemoryStore, S3Store, SimulatedAccount } = require("./accounts.cjs");
const { Kube, SimulatedCluster } = require("./clusters.cjs");
const { Engine } = require("./engine.cjs");
const { classes } = require("./errors.cjs");
const {
  Plan,
  diagram,
  diff,
  estimateCost,
  leastPermissions,
  priceTable,
  reportSet,
  upgradePlan,
} = require("./plans.cjs");
const { AbortError, Run } = require("./run.cjs");
const { FullSpec, Spec, ...functions } = require("./specs.cjs");
const { version } = require("./package.json");

module.exports = {
  ...classes,
  ...functions,
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
  diagram,
  diff,
  estimateCost,
  leastPermissions,
  priceTable,
  reportSet,
  upgradePlan,
  version,
};
