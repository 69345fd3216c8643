// Clouds and state stores in JavaScript: they keep their promises behind the border, and so do their errors.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { mock, test } from "node:test";
import * as kops from "../index.js";
import { account, checkCloud, checkStore, Recorder, Replay, record } from "../testing.js";

const read = (name) => readFileSync(new URL(`../../examples/fairwinds/${name}`, import.meta.url), "utf8");
const spec = await kops.load(read("cluster_spec.yml"));
const fairwinds = () => kops.SimulatedAccount.fromJSON(read("account.json"));

/** A cloud that passes calls on, but for the methods in `over`. */
const wrapped = (inner, over = {}) => ({
  facts: (query) => inner.facts(query),
  observe: (scope) => inner.observe(scope),
  execute: (step) => inner.execute(step),
  probe: (kind, id) => inner.probe(kind, id),
  ...over,
});

/** A state store in a map. */
class Objects {
  objects = new Map();

  #version = (value) => createHash("sha256").update(value).digest("hex");

  #check(key, { when, version }) {
    const found = this.objects.get(key);
    const isFound = found !== undefined;
    if ((when === "missing" && isFound) || (when === "unchanged" && (!isFound || this.#version(found) !== version))) {
      throw new kops.StateError("it is another one", { kind: "conflict", key });
    }
  }

  get(key) {
    const value = this.objects.get(key);
    return value === undefined ? null : { value, version: this.#version(value) };
  }

  put(key, value, mode) {
    this.#check(key, mode);
    this.objects.set(key, value);
    return this.#version(value);
  }

  async delete(key, mode) {
    this.#check(key, mode);
    this.objects.delete(key);
  }

  list(prefix) {
    const keys = [...this.objects.keys()];
    const found = keys.filter((key) => prefix === "" || key === prefix || key.startsWith(`${prefix}/`));
    return found.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  }
}

test("more calls over a cloud in JavaScript than there are threads are answered", async () => {
  const engine = new kops.Engine({ cloud: wrapped(fairwinds()) });
  const facts = await Promise.all(Array.from({ length: 700 }, () => engine.facts(spec)));
  assert.deepEqual(new Set(facts.map((found) => found.region)), new Set(["us-east-2"]));
});

test("a method that replaces one of an account is called", async () => {
  const denied = async () => {
    throw new kops.CloudError("read only", { kind: "denied" });
  };
  class ReadOnly extends Recorder {
    execute = denied;
  }
  const mocked = fairwinds();
  mock.method(mocked, "execute", denied);
  for (const cloud of [mocked, record(mocked), new ReadOnly(fairwinds())]) {
    const engine = new kops.Engine({ cloud });
    const plan = await engine.plan(spec);
    await assert.rejects(engine.apply(plan), (error) => {
      const kinds = error.failed.map((failure) => failure.error.fields.kind);
      assert.deepEqual([error instanceof kops.ApplyIncomplete, new Set(kinds)], [true, new Set(["denied"])]);
      return true;
    });
    assert.equal((await new kops.Engine({ cloud }).plan(spec)).size, plan.size);
  }
  assert.ok(mocked.execute.mock.callCount() > 0);
});

test("a simulated account with a method of the caller's has no time to wait for, and opens its state stores", async () => {
  const cloud = fairwinds();
  const [execute, tried] = [cloud.execute, new Set()];
  mock.method(cloud, "execute", async function flaky(step) {
    const text = JSON.stringify(step);
    if (!tried.has(text)) {
      tried.add(text);
      throw new kops.CloudError("slow down", { kind: "throttled" });
    }
    return execute.call(this, step);
  });
  const engine = new kops.Engine({ cloud });
  const plan = await engine.plan(spec);
  assert.equal((await engine.apply(plan)).done.length, plan.size);
  assert.ok(tried.size > 50);
  assert.deepEqual(await new kops.Engine({ cloud, store: "s3://backups" }).clusters(), []);
});

test("methods that replace those of a store or a cluster are called", async () => {
  class Audited extends kops.MemoryStore {
    written = [];

    async put(key, value, mode) {
      this.written.push(key);
      return super.put(key, value, mode);
    }
  }
  const [cloud, store] = [fairwinds(), new Audited()];
  const engine = new kops.Engine({ cloud, store });
  await engine.create(await spec.inStore("memfs://x").toYAML());
  assert.ok(store.written.includes("demo.kube.example.com/config"));
  assert.deepEqual(await engine.clusters(), [spec.name]);
  await engine.apply(await engine.plan(spec));
  const cluster = new kops.SimulatedCluster(cloud, spec.name);
  mock.method(cluster, "nodes");
  assert.ok((await engine.instances(spec, cluster)).length > 0);
  assert.ok(cluster.nodes.mock.callCount() > 0);
});

test("clouds in JavaScript pass the conformance suite", async () => {
  await checkCloud(() => wrapped(account()));
  await checkCloud(account);
});

test("stores in JavaScript pass the conformance suite", async () => {
  await checkStore(new Objects());
  await checkStore(new kops.MemoryStore());
});

/** The same, which can let everyone read an object. */
class Published extends Objects {
  public = new Set();

  put(key, value, mode) {
    const version = super.put(key, value, mode);
    this.public.delete(key);
    return version;
  }

  async putPublic(key, value, mode) {
    const version = this.put(key, value, mode);
    this.public.add(key);
    return version;
  }

  isPublic(key) {
    return this.public.has(key);
  }
}

test("stores in JavaScript publish discovery documents where they have the methods", async () => {
  await checkStore(new Published());
  const discovery = "spec:\n  serviceAccountIssuerDiscovery:\n    discoveryStore: s3://keys\n";
  const spec = await kops.load(read("cluster_spec.yml").replace("spec:\n", discovery));
  const engineOn = (bucket) =>
    new kops.Engine({ cloud: wrapped(fairwinds(), { openBucket: () => bucket }), clock: "simulated" });
  const bucket = new Published();
  const engine = engineOn(bucket);
  await engine.apply(await engine.plan(spec));
  assert.equal(bucket.public.size, 2);
  const without = engineOn(new Objects());
  await assert.rejects(without.apply(await without.plan(spec)), kops.ApplyIncomplete);
});

test("a cloud that breaks its promises is found out", async () => {
  const forgetful = () => wrapped(account(), { execute: () => ({ outputs: {} }) });
  await assert.rejects(checkCloud(forgetful), /create\/every-kind: /);
});

test("a cluster is planned and applied over ports in JavaScript", async () => {
  const store = new Objects();
  let [running, most] = [0, 0];
  const inner = fairwinds();
  const cloud = wrapped(inner, {
    async execute(step) {
      most = Math.max(most, ++running);
      const outcome = await inner.execute(step);
      running -= 1;
      return outcome;
    },
  });
  const engine = new kops.Engine({ cloud, store });
  const plan = await engine.plan(spec);
  assert.equal((await engine.apply(plan)).done.length, plan.size);
  assert.ok((await engine.plan(spec)).isEmpty);
  assert.ok(store.objects.has("demo.kube.example.com/cluster-completed.spec"));
  assert.ok(most > 1, "steps run at once");
});

test("an error of a cloud keeps its fields", async () => {
  const observe = () => {
    throw new kops.CloudError("slow down", { kind: "throttled", operation: "DescribeVpcs", code: "Limit" });
  };
  await assert.rejects(new kops.Engine({ cloud: wrapped(fairwinds(), { observe }) }).plan(spec), (error) => {
    assert.ok(error instanceof kops.CloudError);
    const { kind, retryable, operation, help, message } = error;
    assert.deepEqual([kind, retryable, operation, help], ["throttled", true, "DescribeVpcs", "try again later"]);
    assert.equal(message, "DescribeVpcs failed with Limit: slow down");
    return true;
  });
});

test("an error of a subclass keeps the fields of its class", async () => {
  class Busy extends kops.CloudError {}
  class Taken extends kops.StateError {}
  class Gone extends kops.ClusterApiError {}
  const fails = (error) => async () => {
    throw error;
  };
  const observe = fails(new Busy("slow down", { kind: "throttled", requestId: "r-1" }));
  await assert.rejects(new kops.Engine({ cloud: wrapped(fairwinds(), { observe }) }).plan(spec), (error) => {
    assert.ok(error instanceof kops.CloudError);
    assert.deepEqual([error.kind, error.retryable, error.requestId], ["throttled", true, "r-1"]);
    return true;
  });
  const store = new Objects();
  store.list = fails(new Taken("no", { kind: "denied" }));
  await assert.rejects(new kops.Engine({ cloud: fairwinds(), store }).clusters(), {
    name: "StateError",
    kind: "denied",
  });
  const cluster = new kops.SimulatedCluster(fairwinds(), spec.name);
  cluster.nodes = fails(new Gone("no such node", { kind: "not-found", status: 404 }));
  await assert.rejects(new kops.Engine({ cloud: fairwinds() }).instances(spec, cluster), {
    name: "ClusterApiError",
    kind: "not-found",
    status: 404,
  });
});

test("the cause of an error is that of the error that comes of it", async () => {
  const cause = new RangeError("boom");
  const fails = (error) => async () => {
    throw error;
  };
  const observe = fails(new kops.CloudError("slow down", { kind: "throttled", cause }));
  const inner = record(wrapped(fairwinds(), { observe }));
  await assert.rejects(new kops.Engine({ cloud: wrapped(inner) }).plan(spec), (error) => {
    assert.deepEqual([error.kind, error.cause, Object.keys(error).includes("cause")], ["throttled", cause, false]);
    assert.equal(error.message, "observe failed: slow down: RangeError: boom");
    return true;
  });
  const store = Object.assign(new Objects(), { list: fails(new kops.StateError("no", { kind: "denied", cause })) });
  await assert.rejects(new kops.Engine({ cloud: fairwinds(), store }).clusters(), (error) => {
    assert.deepEqual([error.kind, error.cause], ["denied", cause]);
    return true;
  });
  const cluster = new kops.SimulatedCluster(fairwinds(), spec.name);
  cluster.nodes = fails(new kops.ClusterApiError("no such node", { kind: "not-found", cause }));
  await assert.rejects(new kops.Engine({ cloud: fairwinds() }).instances(spec, cluster), (error) => {
    assert.deepEqual([error.kind, error.cause], ["not-found", cause]);
    return true;
  });
});

test("any other error is the cause of an internal one", async () => {
  const boom = new RangeError("boom");
  const observe = async () => {
    throw boom;
  };
  await assert.rejects(new kops.Engine({ cloud: wrapped(fairwinds(), { observe }) }).plan(spec), (error) => {
    assert.deepEqual([error instanceof kops.CloudError, error.kind, error.cause], [true, "internal", boom]);
    assert.deepEqual([error.retryable, error.help], [false, null]);
    return true;
  });
  const store = Object.assign(new Objects(), {
    list() {
      throw boom;
    },
  });
  await assert.rejects(new kops.Engine({ cloud: fairwinds(), store }).clusters(), (error) => {
    assert.deepEqual([error instanceof kops.StateError, error.kind, error.cause], [true, "failed", boom]);
    return true;
  });
});

test("the error of each step that failed has its cause", async () => {
  const thrown = [];
  const execute = () => {
    thrown.push(new RangeError(`boom ${thrown.length}`));
    throw thrown.at(-1);
  };
  const engine = new kops.Engine({ cloud: wrapped(fairwinds(), { execute }) });
  await assert.rejects(engine.apply(await engine.plan(spec)), (error) => {
    const causes = error.failed.map((failure) => failure.error.cause);
    assert.deepEqual(new Set(causes), new Set(thrown));
    assert.equal(error.cause, causes[0]);
    return causes.length > 10;
  });
});

test("what a method returns is checked", async () => {
  const cloud = wrapped(fairwinds(), { observe: () => ({ resources: 1 }) });
  await assert.rejects(new kops.Engine({ cloud }).plan(spec), /what the method returned cannot be read/);
  const store = Object.assign(new Objects(), { get: () => ({ value: new Uint8Array() }) });
  await assert.rejects(new kops.Engine({ cloud, store }).load("a"), /what the method returned cannot be read/);
});

test("what a cloud answered is recorded and replayed", async () => {
  const recorder = record(fairwinds());
  const plan = await new kops.Engine({ cloud: recorder }).plan(spec);
  const engine = new kops.Engine({ cloud: Replay.fromJSON(recorder.toText()) });
  assert.equal(await (await engine.plan(spec)).hash(), await plan.hash());
  const other = await kops.load(read("cluster_spec.yml").replaceAll("demo.kube", "other.kube"));
  await assert.rejects(engine.plan(other), /the recording has no such call/);
  assert.throws(() => Replay.fromJSON("{}"), /not a recording/);
});

test("errors made by hand have all their fields", () => {
  const { retryable, operation, requestId } = new kops.CloudError("no", { kind: "denied" });
  assert.deepEqual([retryable, operation, requestId], [false, "", null]);
  assert.equal(new kops.StateError("no").kind, "failed");
  for (const [Class, ...names] of [
    [kops.CloudError, "kind", "operation", "code"],
    [kops.ClusterApiError, "kind", "operation", "status"],
    [kops.StateError, "kind", "key", "retryable"],
  ]) {
    const unset = Object.fromEntries(names.map((name) => [name, undefined]));
    assert.deepEqual({ ...new Class("no", unset) }, { ...new Class("no") });
  }
});
