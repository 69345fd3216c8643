"use strict";

// The APIs of running clusters: real ones and simulated ones.

const native = require("./native.cjs");
const { cloudOf } = require("./accounts.cjs");
const { natives, wrap } = require("./call.cjs");
const { check, checkOptions, jsonOf } = require("./check.cjs");
const { translated, translatedLater } = require("./errors.cjs");
const { addMethods, checkPort, holding, isUnchanged, looking, portOf } = require("./ports.cjs");

// biome-ignore lint/complexity/noStaticOnlyClass: instances are made by `connect`, and get the methods of clusters below.
class Kube {
  static async connect(kubeconfig, options = {}) {
    check("kubeconfig", kubeconfig, "string");
    const known = { context: "string", server: "string", folder: "string", timeout: "number" };
    const { context, server, folder, timeout } = checkOptions("options", options, known);
    return wrap(Kube, await translatedLater(native.connectKube(kubeconfig, context, server, folder, timeout)));
  }
}

class SimulatedCluster {
  constructor(cloud, name, options = {}) {
    check("name", name, "string");
    checkOptions("options", options, { workloads: "Array", joiningAfter: "number", addresses: "list of strings" });
    const account = cloudOf(cloud, "cloud");
    const made = translated(() => native.Cluster.simulated(account, name, jsonOf("options", options)));
    natives.set(this, holding(account, made));
  }

  setJoining(joins) {
    check("joins", joins, "boolean");
    change(this, { do: "set-joining", joins });
  }

  setKubeletVersion(version) {
    check("version", version, "string");
    change(this, { do: "set-kubelet-version", version });
  }

  setReady(node, ready) {
    check("node", node, "string");
    check("ready", ready, "boolean");
    change(this, { do: "set-ready", node, ready });
  }

  place(pod) {
    check("pod", pod, "object");
    change(this, { do: "place", pod });
  }

  remove(namespace, name) {
    check("namespace", namespace, "string");
    check("name", name, "string");
    change(this, { do: "remove", namespace, name });
  }
}

const change = (cluster, what) => translated(() => natives.get(cluster).change(jsonOf(what.do, what)));

/** A cluster in JavaScript. */
class Port {}

/** What the library calls for a cluster, or for an object that is like one. */
function clusterOf(cluster) {
  const isOurs = cluster instanceof Kube || cluster instanceof SimulatedCluster;
  if (cluster === undefined || (isOurs && isUnchanged("cluster", cluster))) {
    return cluster;
  }
  checkPort("cluster", "cluster", cluster, Kube, SimulatedCluster);
  return wrap(Port, holding(cluster, native.Cluster.port(portOf(looking(cluster)))));
}

for (const Class of [Kube, SimulatedCluster]) {
  addMethods("cluster", Class, (cluster) => natives.get(cluster));
}

module.exports = { Kube, SimulatedCluster, clusterOf };
