// What is collected, and what is not while it is used.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import * as kops from "../index.js";
import { record } from "../testing.js";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");

const read = (name) => readFileSync(new URL(`../../examples/fairwinds/${name}`, import.meta.url), "utf8");
const spec = await kops.load(read("cluster_spec.yml"));

/** A cloud that passes calls on. */
class Wrapped {
  inner = kops.SimulatedAccount.fromJSON(read("account.json"));
  facts = (query) => this.inner.facts(query);
  observe = (scope) => this.inner.observe(scope);
  execute = (step) => this.inner.execute(step);
  probe = (kind, id) => this.inner.probe(kind, id);
}

class Service {
  account = new kops.aws.Account({ region: "us-east-2", credentials: async () => this.credentials() });
  store = new kops.aws.S3Store("s3://kops-state-store", this.account);
  engine = new kops.Engine({ cloud: this.account, store: this.store });

  credentials() {
    return { accessKeyId: "test", secretAccessKey: "test" };
  }
}

/** A cloud that holds what is made of it. */
async function holding(make) {
  const cloud = new Wrapped();
  cloud.made = await make(cloud);
  return cloud;
}

for (const [what, make] of Object.entries({
  "a cloud with its engine": () => holding((cloud) => new kops.Engine({ cloud, store: new kops.MemoryStore() })),
  "a cloud whose engine has planned": () =>
    holding(async (cloud) => {
      const engine = new kops.Engine({ cloud });
      await engine.plan(spec);
      return engine;
    }),
  "a cloud with its recorder": () => holding(record),
  "a cloud with its cluster": () => holding((cloud) => new kops.SimulatedCluster(cloud, spec.name)),
  "what credentials come from": () => new Service(),
})) {
  test(`${what} is collected`, async () => {
    const left = new WeakRef(await make());
    for (let attempt = 0; attempt < 50 && left.deref() !== undefined; attempt++) {
      await setTimeout(20);
      collect();
    }
    assert.equal(left.deref(), undefined);
  });
}

test("what is called is not collected", async () => {
  const collecting = setInterval(collect, 1);
  try {
    assert.ok((await new kops.Engine({ cloud: new Wrapped() }).plan(spec)).size > 70);
    assert.ok((await new kops.Engine({ cloud: record(new Wrapped()) }).plan(spec)).size > 70);
    assert.deepEqual(await new kops.SimulatedCluster(new Wrapped(), spec.name).budgets(), []);
    const credentials = async () => {
      throw new RangeError("sealed");
    };
    const account = () => new kops.aws.Account({ region: "us-east-2", credentials });
    await assert.rejects(new kops.aws.S3Store("s3://kops-state-store", account()).list(""), /sealed/);
    const inner = kops.SimulatedAccount.fromJSON(read("account.json"));
    inner.openBucket = () => new kops.aws.S3Store("s3://kops-state-store", account());
    await assert.rejects((await record(inner).openBucket("kops-state-store")).list(""), /sealed/);
  } finally {
    clearInterval(collecting);
  }
});
