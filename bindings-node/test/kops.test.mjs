// What a user of Node relies on, on the cluster of examples/fairwinds.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { inspect } from "node:util";
import { createContext, runInContext } from "node:vm";
import * as kops from "../index.js";

const read = (name) => readFileSync(new URL(`../../examples/fairwinds/${name}`, import.meta.url), "utf8");
const spec = read("cluster_spec.yml");
const account = read("account.json");

const engine = (text = account) => new kops.Engine({ cloud: kops.SimulatedAccount.fromJSON(text) });

test("load reads a cluster with its groups", async () => {
  const loaded = await kops.load(spec, { name: "cluster_spec.yml" });
  assert.equal(loaded.name, "demo.kube.example.com");
  assert.deepEqual(loaded.instanceGroups, ["masters", "nodes"]);
});

test("a spec comes from text, bytes, files and objects", async (t) => {
  const expected = await kops.load(spec);
  const data = expected.toJSON();
  assert.deepEqual([data.cluster.spec.kubernetesVersion, data.groups.length], ["1.35.5", 2]);
  const folder = mkdtempSync(join(tmpdir(), "kops-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const files = spec.split("---\n").map((text, number) => {
    writeFileSync(join(folder, `${number}.yml`), text);
    return join(folder, `${number}.yml`);
  });
  const bare = data.groups.map((group) => ({ metadata: { name: group.metadata.name }, spec: group.spec }));
  const other = createContext({ text: spec, json: JSON.stringify(data) });
  const plain = (value) => Object.assign(Object.create(null), value);
  for (const made of [
    kops.load(Buffer.from(spec)),
    kops.load([data.cluster, ...data.groups]),
    kops.load(await expected.toYAML()),
    kops.loadFiles(files),
    kops.Spec.of(data),
    kops.Spec.of({ cluster: { metadata: { name: expected.name }, spec: data.cluster.spec }, groups: bare }),
    kops.Spec.of(plain({ ...data, cluster: plain(data.cluster) })),
    kops.Spec.of(runInContext("JSON.parse(json)", other)),
    kops.load(runInContext("Uint8Array.from(text, (letter) => letter.charCodeAt(0))", other)),
  ]) {
    assert.deepEqual(JSON.parse(JSON.stringify(await made)), data);
  }
  const hash = await (await engine().plan(await kops.load(Buffer.from(spec)))).hash();
  assert.equal(hash, await (await engine().plan(expected)).hash());
  const broken = data.groups.map((group) => ({ ...group, spec: { ...group.spec, maxsize: 1 } }));
  await assert.rejects(kops.Spec.of({ ...data, groups: broken }), kops.InvalidSpec);
  const lenient = await kops.load([data.cluster, ...broken], { allowUnknownFields: true });
  assert.equal((await kops.checkOffline(lenient))[0].code, "spec/unknown-field");
});

test("a spec is filled in and checked as data", async () => {
  const full = await engine().check(await kops.load(spec));
  assert.deepEqual(full.warnings, []);
  assert.equal(full.toJSON().cluster.spec.clusterDNSDomain, "cluster.local");
  assert.equal(full.facts.region, "us-east-2");
  const { nodes } = await engine().graph(await kops.load(spec));
  assert.notEqual(nodes["vpc/demo.kube.example.com"].ownership, "owned");
});

test("a plan is saved, loaded and applied", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "kops-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const made = engine();
  const plan = await made.plan(await kops.load(spec));
  await plan.save(join(folder, "plan.json"));
  const loaded = await kops.Plan.load(join(folder, "plan.json"));
  assert.equal(await loaded.hash(), await plan.hash());
  assert.equal((await made.apply(loaded)).done.length, plan.toJSON().steps.length);
});

test("every finding has a place and advice", async () => {
  const broken = spec.replace("machineType: t3.large", "machinetype: t3.large").replace("maxSize: 3", "maxSize: many");
  await assert.rejects(kops.load(broken, { name: "broken.yml" }), (error) => {
    assert.ok(error instanceof kops.InvalidSpec && error instanceof kops.KopsError);
    assert.equal(error.diagnostics.length, 2);
    const unknown = error.diagnostics.find((d) => d.code === "spec/unknown-field");
    assert.equal(unknown.location.file, "broken.yml");
    assert.match(unknown.help, /machineType/);
    return true;
  });
});

test("two values are neither taken for equal nor cloned to nothing", async () => {
  const [one, other] = [await kops.load(spec), await kops.load(spec.replaceAll("demo.", "other."))];
  for (const [value, another] of [
    [one, other],
    [await engine().plan(one), await engine().plan(other)],
    [await engine().check(one), await engine().check(other)],
  ]) {
    assert.deepEqual(value, value);
    assert.notDeepEqual(value, another);
    assert.throws(() => structuredClone(value), { name: "DataCloneError" });
  }
});

test("an error is written as JSON with its message", async () => {
  const error = await kops.load("kind: Cluster").catch((error) => error);
  const { name, message, help, diagnostics } = JSON.parse(JSON.stringify({ error })).error;
  assert.deepEqual([name, message, help, diagnostics], [error.name, error.message, error.help, error.diagnostics]);
});

test("files are named by paths and by URLs", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "kops-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const url = (name) => pathToFileURL(join(folder, name));
  writeFileSync(url("cluster.yml"), spec.replace("channel:", "chanel:"));
  await assert.rejects(kops.loadFiles([url("cluster.yml")]), (error) => {
    assert.equal(error.diagnostics[0].location.file, join(folder, "cluster.yml"));
    return true;
  });
  const plan = await engine().plan(await kops.load(spec));
  await plan.save(url("plan.json"));
  assert.equal(await (await kops.Plan.load(url("plan.json"))).hash(), await plan.hash());
  const store = new kops.FileStore(url("store"));
  await store.put("a", new Uint8Array([1]), { when: "always" });
  assert.ok(existsSync(join(folder, "store", "a")));
  await assert.rejects(kops.Plan.load(new URL("https://example.com/plan.json")), TypeError);
});

test("what JSON would say nothing of is a TypeError", async () => {
  const pending = Promise.resolve(spec);
  for (const [source, name] of [
    [pending, "Promise"],
    [new TextEncoder().encode(spec).buffer, "ArrayBuffer"],
    [new Map([["kind", "Cluster"]]), "Map"],
    [{ kind: "Cluster", spec: new Set() }, "Set"],
  ]) {
    await assert.rejects(kops.load(source), { name: "TypeError", message: new RegExp(`'source': .*, not ${name}$`) });
  }
  await assert.rejects(kops.load(spec, new Map([["name", "a"]])), /'options': expected an object, not Map$/);
  const cloud = kops.SimulatedAccount.fromJSON(account);
  assert.throws(
    () => new kops.Engine({ cloud, addons: new Map() }),
    /'options.addons': expected map of strings, not Map$/,
  );
});

/** An AbortController that is not the one of Node, as of a simulated browser. */
class Foreign {
  signal = Object.assign(new EventTarget(), { aborted: false });

  abort() {
    this.signal.aborted = true;
    this.signal.dispatchEvent(new Event("abort"));
  }
}

test("a signal may be one of another AbortSignal than that of Node", async () => {
  const controller = new Foreign();
  const planned = engine().plan(await kops.load(spec), { signal: controller.signal });
  controller.abort();
  await assert.rejects(planned, { name: "AbortError" });
});

test("a plan is data and a report, and planning writes nothing", async () => {
  const cloud = kops.SimulatedAccount.fromJSON(account);
  const before = cloud.toText();
  const plan = await new kops.Engine({ cloud }).plan(await kops.load(spec));
  const data = plan.toJSON();
  assert.equal(data.cluster, "demo.kube.example.com");
  assert.ok(data.steps.length > 70);
  assert.equal(data.apply_calls["ec2:CreateSubnet"], 6);
  assert.equal(plan.isEmpty, false);
  assert.deepEqual(await plan.data(), data);
  assert.deepEqual(JSON.parse(JSON.stringify(plan)), data);
  assert.match(await plan.report(), /to create/);
  assert.equal(`${plan}`, `Plan demo.kube.example.com in us-east-2: ${data.steps.length} steps`);
  assert.equal(inspect(plan), `${plan}`);
  assert.equal(cloud.toText(), before);
});

test("a plan is Markdown for the comment of a pull request", async () => {
  const plan = await engine().plan(await kops.load(spec, { name: "cluster_spec.yml" }));
  const text = await plan.report({ format: "markdown" });
  assert.ok(text.startsWith("### Plan for `demo.kube.example.com` in `us-east-2`\n\n**"), text.slice(0, 100));
  assert.match(text, /\| autoscaling group `nodes\.demo\.kube\.example\.com` .* at cluster_spec\.yml:\d+ \|/);
  await assert.rejects(plan.report({ format: "html" }), /'format': expected one of 'text', 'wide', 'markdown'/);
});

test("a cluster is made of options, with an account and without one", async () => {
  const options = { name: "new.example.com", zones: ["us-east-2a", "us-east-2b"], nodeCount: 3, networking: "calico" };
  for (const made of [await engine().newCluster(options), await kops.newClusterOffline(options)]) {
    assert.deepEqual(made.instanceGroups, ["control-plane-us-east-2a", "nodes-us-east-2a", "nodes-us-east-2b"]);
    assert.deepEqual(Object.keys(made.toJSON().cluster.spec.networking), ["calico"]);
  }
  const wrong = kops.newClusterOffline({ ...options, zonez: [], nodeCount: "three" });
  await assert.rejects(wrong, (error) => {
    assert.ok(error instanceof kops.InvalidSpec);
    const help = error.diagnostics.map(({ code, help }) => `${code} ${help}`);
    assert.deepEqual(help.sort(), ["create/option did you mean `zones`?", "create/option null"]);
    return true;
  });
});

test("what is stated of an account takes its place", async () => {
  const [loaded, made] = [await kops.load(spec), engine()];
  await assert.rejects(kops.terraformOffline(loaded), (error) => {
    assert.ok(error instanceof kops.InvalidSpec);
    return error.diagnostics.some(({ code }) => code === "facts/unknown");
  });
  const facts = await made.factsToRender(loaded);
  const files = await kops.terraformOffline(loaded, { facts });
  assert.deepEqual(files, await made.terraform(loaded));
  const renamed = await kops.load(spec.replaceAll("utility-us-east-2a", "edge"));
  const moved = await kops.terraformOffline(renamed, { facts, previous: files });
  assert.match(moved["moved.tf"], /aws_subnet.edge-demo-kube-example-com/);

  const bare = await kops.load(spec.replace("  networkCIDR: 172.20.0.0/16\n", ""));
  const leftOut = await kops.fillOffline(bare);
  assert.deepEqual(
    leftOut.warnings.map(({ code }) => code),
    ["facts/unknown"],
  );
  const filled = await (await kops.fillOffline(bare, { facts })).data();
  assert.equal(filled.cluster.spec.networkCIDR, "172.20.0.0/16");
  await assert.rejects(kops.diff(loaded, loaded, { facts: { imagez: {} } }), /imagez/);
});

test("a cluster is files for Terraform, and facts and graph are data", async () => {
  const made = engine();
  const loaded = await kops.load(spec);
  const files = await made.terraform(loaded);
  assert.match(files["kubernetes.tf"], /resource "aws_autoscaling_group"/);
  assert.ok(Object.keys(files).some((path) => path.startsWith("data/")));
  assert.equal((await made.facts(loaded)).region, "us-east-2");
  assert.equal((await made.graph(loaded)).cluster, loaded.name);
  await assert.rejects(made.terraform(loaded, { signal: AbortSignal.abort() }), kops.AbortError);
});

test("a template is rendered, and errors name file and line", async () => {
  const text = await kops.renderTemplate("zones: {{ zones | tojson }}\n", { zones: ["a"] });
  assert.equal(text, 'zones: ["a"]\n');
  await assert.rejects(kops.renderTemplate("a\n{{ b }}", {}, { name: "spec.j2" }), (error) => {
    assert.ok(error instanceof kops.InvalidTemplate);
    assert.deepEqual([error.file, error.line], ["spec.j2", 2]);
    return true;
  });
});

/** A cluster with 150 groups of nodes. */
async function loadLarge() {
  const { cluster, groups } = (await kops.load(spec)).toJSON();
  const many = Array.from({ length: 150 }, (_, n) => ({
    ...groups[1],
    metadata: { ...groups[1].metadata, name: `nodes-${n}` },
  }));
  return kops.Spec.of({ cluster, groups: [groups[0], ...many] });
}

test("data of a large cluster are read in parts, each in a turn of the event loop of its own", async (t) => {
  const made = engine();
  const large = await loadLarge();
  const plan = await made.plan(large);
  const full = await made.check(large);
  const works = [() => made.graph(large), () => made.terraform(large), () => full.explained(), () => plan.data()];
  for (const work of works) {
    let going = true;
    let read = 0;
    const turns = [];
    const parse = JSON.parse;
    const count = t.mock.method(JSON, "parse", (text) => {
      read += text.length;
      return parse(text);
    });
    const turn = () => {
      turns.push(read);
      read = 0;
      if (going) setImmediate(turn);
    };
    turn();
    const data = await work();
    going = false;
    count.mock.restore();
    turns.push(read);
    const total = turns.reduce((sum, part) => sum + part, 0);
    const most = turns.reduce((most, part) => Math.max(most, part), 0);
    assert.ok(total > 500_000, `${work} has ${total} characters`);
    assert.ok(most < 600_000, `${work} reads ${most} characters in one turn`);
    assert.ok(Math.abs(JSON.stringify(data).length / total - 1) < 0.01, `${work} is whole`);
  }
  assert.deepEqual(await plan.data(), plan.toJSON());
  assert.deepEqual((await made.graph(large)).cluster, large.name);
});

test("nothing keeps the event loop from others while a large plan is read and written", async () => {
  const large = await loadLarge();
  const plan = await engine().plan(large);
  const { monitorEventLoopDelay } = await import("node:perf_hooks");
  const blocked = async (work) => {
    const histogram = monitorEventLoopDelay({ resolution: 1 });
    histogram.enable();
    await work();
    histogram.disable();
    return histogram.percentile(90) / 1e6;
  };
  const ofPlan = [() => plan.hash(), () => plan.toText(), () => plan.report(), () => plan.data()];
  const ofSpec = [() => large.data(), () => large.toYAML(), () => large.edited({ set: ["spec.channel=alpha"] })];
  for (const work of [...ofPlan, ...ofSpec]) {
    assert.ok((await blocked(work)) < 20, `${work}`);
  }
});

test("a hundred plans at once are those of one after the other", async () => {
  const names = Array.from({ length: 10 }, (_, number) => `team-${number}.kube`);
  const specs = await Promise.all(names.map((name) => kops.load(spec.replaceAll("demo.kube", name))));
  const oneByOne = [];
  for (const loaded of specs) oneByOne.push(await (await engine().plan(loaded)).hash());
  const plans = names.flatMap(() => {
    const made = engine();
    return specs.map((loaded) => made.plan(loaded));
  });
  const hashes = await Promise.all((await Promise.all(plans)).map((plan) => plan.hash()));
  assert.deepEqual(
    hashes,
    names.flatMap(() => oneByOne),
  );
});

test("the same input gives the same plan", async () => {
  const make = async () => engine().plan(await kops.load(spec));
  const [one, two] = [await make(), await make()];
  assert.equal(await one.toText(), await two.toText());
  assert.equal(await one.hash(), await two.hash());
});

test("the hash of a plan is computed as the book says", async () => {
  const sorted = (value, name) => {
    if (Array.isArray(value)) return value.map((part) => sorted(part));
    if (typeof value !== "object" || value === null) return value;
    const parts = name === "location" ? { ...value, file: "" } : value;
    const names = Object.keys(parts).sort();
    return Object.fromEntries(names.map((inner) => [inner, sorted(parts[inner], inner)]));
  };
  const plan = await engine().plan(await kops.load(spec, { name: "Zürich/cluster.yml" }));
  const { hash, ...rest } = await plan.data();
  const text = JSON.stringify(sorted({ ...rest, calls: {}, apply_calls: {} }));
  assert.equal(createHash("sha256").update(text).digest("hex"), hash);
  assert.equal(await plan.hash(), hash);
});

test("the hash of a plan does not depend on the path of the spec", async () => {
  const hash = async (name, text = spec) => (await engine().plan(await kops.load(text, { name }))).hash();
  const hashes = await Promise.all(["-", "cluster.yml", "/ci/build/cluster.yml"].map((name) => hash(name)));
  assert.equal(new Set(hashes).size, 1);
  assert.notEqual(await hash("cluster.yml", spec.replace("maxSize: 3", "maxSize: 4")), hashes[0]);
});

test("a plan is applied once and then nothing is left", async () => {
  const made = engine();
  const loaded = await kops.load(spec);
  const plan = await kops.Plan.fromJSON(await (await made.plan(loaded)).toText());
  assert.deepEqual([plan.cluster, plan.region], [loaded.name, "us-east-2"]);
  const report = await made.apply(plan);
  assert.equal(report.done.length, plan.toJSON().steps.length);
  assert.ok((await made.plan(loaded)).isEmpty);
  await assert.rejects(made.apply(plan), (error) => error instanceof kops.PlanStale && error.moved.length > 0);
  const deletion = await made.planDeletion(loaded);
  assert.equal((await made.apply(deletion)).done.length, deletion.toJSON().steps.length);
});

test("a failed step is an error with the rest of the report", async () => {
  const made = engine(account.replace("{", '{"limits": {"launchTemplates": 1},'));
  const plan = await made.plan(await kops.load(spec));
  await assert.rejects(made.apply(plan), (error) => {
    assert.ok(error instanceof kops.ApplyIncomplete);
    const { done, failed, inFlight, notStarted, cancelled } = error;
    assert.deepEqual([inFlight, cancelled], [[], false]);
    assert.equal(done.length + failed.length + notStarted.length, plan.toJSON().steps.length);
    assert.ok(error.message.includes(failed[0].error.message));
    return true;
  });
});

test("a run tells what happens, and its report", async () => {
  const made = engine();
  const plan = await made.plan(await kops.load(spec));
  const run = made.apply(plan, { parallel: 4 });
  const finished = [];
  for await (const event of run) {
    if (event.event === "finished") finished.push(event.step);
  }
  const report = await run;
  assert.deepEqual(finished, report.done);
  assert.equal(report.done.length, plan.toJSON().steps.length);
  assert.deepEqual([report.failed, report.inFlight, report.notStarted, report.cancelled], [[], [], [], false]);
});

test("what keeps a run from starting is thrown however it is used", async () => {
  const made = engine();
  const plan = await made.plan(await kops.load(spec));
  await made.apply(plan);
  await assert.rejects(made.apply(plan), kops.PlanStale);
  await assert.rejects(async () => {
    for await (const event of made.apply(plan)) assert.fail(event);
  }, kops.PlanStale);
});

test("a run that fails throws after its last event, and rejects where it is awaited", async () => {
  const made = engine(account.replace("{", '{"limits": {"launchTemplates": 1},'));
  const run = made.apply(await made.plan(await kops.load(spec)));
  const failed = [];
  const iterated = async () => {
    for await (const event of run) {
      if (event.event === "failed") failed.push(event.step);
    }
  };
  await assert.rejects(iterated(), kops.ApplyIncomplete);
  await assert.rejects(run, (error) => {
    const { report } = error;
    assert.deepEqual(
      report.failed.map(({ step }) => step),
      failed,
    );
    return error instanceof kops.ApplyIncomplete && failed.length > 0;
  });
});

test("a run that fails and that nobody waits for ends the process", () => {
  const program = `
    const [kops, spec, account] = [require("./index.cjs"), ...process.argv.slice(1)];
    (async () => {
      const engine = new kops.Engine({ cloud: kops.SimulatedAccount.fromJSON(account) });
      engine.apply(await engine.plan(await kops.load(spec)));
    })();`;
  const args = ["--eval", program, "--", spec, account.replace("{", '{"limits": {"launchTemplates": 1},')];
  const { status, stderr } = spawnSync(process.execPath, args, {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    encoding: "utf8",
  });
  assert.deepEqual([status, stderr.includes("ApplyIncomplete: not every step could be done")], [1, true]);
});

test("a signal that is aborted already stops every call", async () => {
  const made = engine();
  const loaded = await kops.load(spec);
  const signal = AbortSignal.abort(new Error("enough"));
  const plan = await made.plan(loaded);
  for (const call of [() => made.plan(loaded, { signal }), () => made.apply(plan, { signal })]) {
    await assert.rejects(
      async () => call(),
      (error) => error.name === "AbortError" && error.cause.message === "enough" && error.report === undefined,
    );
  }
  assert.ok(!(await made.plan(loaded)).isEmpty, "nothing was applied");
});

test("a call ends as soon as its signal is aborted, whatever its cloud still does", async () => {
  const loaded = await kops.load(spec);
  const inner = kops.SimulatedAccount.fromJSON(account);
  const silent = {
    facts: (query) => inner.facts(query),
    observe: () => new Promise(() => {}),
    execute: (step) => inner.execute(step),
    probe: (kind, id) => inner.probe(kind, id),
  };
  for (const made of [engine(), new kops.Engine({ cloud: silent })]) {
    for (const method of ["plan", "planDeletion", "terraform", "check"]) {
      const aborted = new AbortController();
      const called = made[method](loaded, { signal: aborted.signal });
      aborted.abort(new Error("enough"));
      await assert.rejects(called, (error) => error instanceof kops.AbortError && error.cause.message === "enough");
    }
  }
});

test("the events of a run end for everyone who iterates over it", async () => {
  const made = engine();
  const run = made.apply(await made.plan(await kops.load(spec)));
  const read = async () => {
    let events = 0;
    for await (const _ of run) events += 1;
    return events;
  };
  const [first, second] = await Promise.all([read(), read()]);
  assert.ok(first + second > 140, "each event is yielded once");
  assert.equal(await read(), 0);
});

test("a text that is no plan is refused", async () => {
  await assert.rejects(kops.Plan.fromJSON("{}"), kops.InvalidPlan);
});

test("a spec is placed in a state store and knows its region", async () => {
  const nowhere = await kops.load(spec.replace(/ *configBase: .*\n/, ""));
  assert.deepEqual([nowhere.region, nowhere.storeUrl], ["us-east-2", null]);
  const placed = nowhere.inStore("s3://bucket/team");
  assert.equal(placed.storeUrl, "s3://bucket/team/");
  const cloud = kops.SimulatedAccount.fromJSON(account);
  const made = new kops.Engine({ cloud, store: "s3://bucket/team" });
  await made.apply(await made.plan(placed));
  const { bucket } = JSON.parse(cloud.toText()).buckets;
  assert.ok("team/demo.kube.example.com/cluster-completed.spec" in bucket);
});

test("a state store that nothing opens is an error", () => {
  const cloud = kops.SimulatedAccount.fromJSON(account);
  assert.throws(
    () => new kops.Engine({ cloud, store: "ftp://somewhere" }),
    (error) => error instanceof kops.StateError && error.kind === "unknown-store",
  );
});

test("a spec is checked without an account", async () => {
  assert.deepEqual(await kops.checkOffline(await kops.load(spec)), []);
  const old = spec.replace("kubernetesVersion: 1.35.5", "kubernetesVersion: 1.19.1");
  const [finding] = await kops.checkOffline(await kops.load(old));
  assert.deepEqual([finding.code, finding.severity], ["cluster/kubernetes-version", "error"]);
});

test("assets are listed without an account", async () => {
  const { files, images } = await kops.listAssets(await kops.load(spec));
  const kubectl = files.find((file) => file.canonical === "https://dl.k8s.io/release/v1.35.5/bin/linux/amd64/kubectl");
  assert.equal(kubectl.sha.length, 64);
  assert.ok(images.some((image) => image.download === "registry.k8s.io/kube-apiserver:v1.35.5"));
});

test("codes are explained", () => {
  const page = kops.explain("network/vpc-id");
  assert.equal(page.summary, "A text is not the id of a VPC.");
  assert.match(page.wrong, /networkID: VPC-ID/);
  assert.throws(() => kops.explain("network/vpcid"), /did you mean `network\/vpc-id`\?/);
});

test("the JSON Schema is in the package", async () => {
  const committed = readFileSync(new URL("../../kops-core/src/schema.json", import.meta.url), "utf8");
  assert.deepEqual(await kops.schema(), JSON.parse(committed));
});

test("fields are explained", async () => {
  const page = await kops.explainField("cluster.spec.networking.cilium");
  assert.deepEqual([page.kind, page.field], ["Cluster", "cilium"]);
  assert.ok(page.fields.some(({ name }) => name === "enableEncryption"));
  await assert.rejects(kops.explainField("cluster.spec.networking.cilum"), /did you mean `cilium`/);
});

test("a cluster is drawn, and a plan marks what changes", async () => {
  const [from, to] = await Promise.all([kops.load(spec), kops.load(spec.replace("maxSize: 3", "maxSize: 4"))]);
  assert.match(await kops.diagram(from), /^<svg /);
  const drawn = await kops.diagram(to, { plan: await kops.diff(from, to), format: "mermaid" });
  assert.match(drawn, /^flowchart TB/);
  assert.notEqual(drawn, await kops.diagram(to, { format: "mermaid" }));
  await assert.rejects(kops.diagram(from, { format: "png" }), /'format': expected one of 'svg', 'mermaid'/);
});

test("a lock says who writes, and is free afterwards", async () => {
  const cloud = kops.SimulatedAccount.fromJSON(account);
  const store = new kops.MemoryStore();
  const made = new kops.Engine({ cloud, store, holder: "pipeline 1" });
  await made.create(spec);
  const name = "demo.kube.example.com";
  const seen = [];
  const run = made.apply(await made.plan(await made.load(name)), { parallel: 1 });
  for await (const _ of run) seen.push((await made.lock(name))?.holder);
  assert.ok(seen.length > 0 && seen.every((holder) => holder === "pipeline 1" || holder === undefined));
  assert.equal(await made.lock(name), null);
  assert.equal(await made.unlock(name), null);
});

test("an old spec is migrated", async () => {
  const old = spec.replace("kubernetesVersion: 1.35.5", "kubernetesVersion: 1.5.3 # of 2017");
  const { documents, changes, findings } = await kops.migrate(old, { name: "old.yml" });
  assert.deepEqual([changes.map(({ field }) => field), findings], [["spec.kubernetesVersion"], []]);
  assert.equal(changes[0].location.file, "old.yml");
  assert.match(documents[0].text, /# of 2017/);
  await assert.rejects(kops.migrate("spec: {"), kops.InvalidSpec);
});

test("the event loop goes on while a plan is made", async () => {
  let turns = 0;
  let done = false;
  const loaded = await kops.load(spec);
  const plan = engine()
    .plan(loaded)
    .finally(() => {
      done = true;
    });
  while (!done) {
    turns += 1;
    await new Promise(setImmediate);
  }
  assert.ok((await plan).toJSON().steps.length > 70);
  assert.ok(turns > 10, `${turns}`);
});

test("warnings come with the plan", async () => {
  assert.deepEqual((await engine().plan(await kops.load(spec))).warnings, []);
  const old = spec.replace("  topology:\n", "  topology:\n    masters: private\n");
  const { warnings } = await engine().plan(await kops.load(old, { name: "old.yml" }));
  assert.equal(warnings.length, 1);
  assert.equal(warnings[0].code, "spec/ignored-field");
  assert.equal(warnings[0].location.file, "old.yml");
});

test("a spec without a place for its nodes is told what to add", async () => {
  const nowhere = spec.replace(/ *configBase: .*\n/, "");
  await assert.rejects(engine().plan(await kops.load(nowhere)), (error) => {
    assert.ok(error instanceof kops.InvalidSpec);
    assert.equal(error.diagnostics[0].code, "cluster/config-base");
    assert.equal(error.diagnostics[0].help, "add `configBase: s3://BUCKET/demo.kube.example.com`");
    return true;
  });
});

test("what stands in the way of a plan is data", async () => {
  const own = account.replace('"Name": "public-us-east-2a"', '"KubernetesCluster": "demo.kube.example.com"');
  const occupied = own.replace('"172.20.0.0/24"', '"172.20.16.0/25"');
  const made = engine(occupied).plan(await kops.load(spec, { name: "spec.yml" }));
  await assert.rejects(made, (error) => {
    assert.ok(error instanceof kops.PlanningFailed && error instanceof kops.KopsError);
    const [problem] = error.errors;
    assert.equal(problem.error, "occupied");
    assert.equal(problem.resource, "subnet/us-east-2a.demo.kube.example.com");
    assert.equal(problem.location.file, "spec.yml");
    assert.equal(problem.path.kind, "Cluster");
    assert.ok(error.message.includes(problem.message));
    return true;
  });
});

test("a file that is no account is refused", () => {
  assert.throws(() => kops.SimulatedAccount.fromJSON("{}"), {
    name: "InvalidAccount",
    message: /^this is not a simulated account: line 1, column /,
  });
});

test("CommonJS gets the same package", () => {
  const required = createRequire(import.meta.url)("../index.cjs");
  assert.deepEqual({ ...required }, { ...kops });
});

test("the example runs", () => {
  const example = fileURLToPath(new URL("../../examples/node/plan.mjs", import.meta.url));
  assert.match(execFileSync(process.execPath, [example], { encoding: "utf8" }), /steps done; 0 left/);
});

test("wrong arguments and unknown options are TypeErrors that name them and show no value", async () => {
  const secret = "c4n4ry";
  const loaded = await kops.load(spec);
  const made = engine();
  const plan = await made.plan(loaded);
  const cloud = kops.SimulatedAccount.fromJSON(account);
  const cluster = new kops.SimulatedCluster(cloud, loaded.name);
  const calls = [
    [() => kops.load(1), /'source'/],
    [() => kops.load(spec, "cluster.yml"), /'options'/],
    [() => kops.load(spec, { nane: secret }), /unknown option 'nane', expected name/],
    [() => kops.loadFiles(secret), /'paths'/],
    [() => made.plan(), /'spec'/],
    [() => made.plan(secret), /'spec'/],
    [() => made.plan(loaded, { prun: true }), /unknown option 'prun', expected prune, allow/],
    [() => made.plan(loaded, { allow: [1] }), /'options.allow': expected list of strings/],
    [() => made.apply({ secret }), /'plan'/],
    [() => made.createSecret("a", "b", { secret }), /'content'/],
    [() => new kops.Engine({}), /'options.cloud'/],
    [
      () => new kops.Engine({ cloud: { facts() {}, [secret]: 1 } }),
      /'options.cloud': the cloud does not define observe, execute, probe/,
    ],
    [() => kops.fillOffline(loaded, { facts: [secret] }), /'options.facts': expected object, not Array/],
    [() => new kops.Engine({ cloud: kops.SimulatedAccount.fromJSON(account), store: 1 }), /'options.store'/],
    [() => kops.Plan.fromJSON({ secret }), /'text'/],
    [() => kops.checkOffline({ secret }), /'spec'/],
    [() => made.newCluster(secret), /'cluster'/],
    [() => made.terraform(loaded, { createKey: secret }), /unknown option 'createKey'/],
    [() => kops.renderTemplate(secret, secret), /'values'/],
    [() => kops.renderTemplate("{{ a }}", [secret]), /'values': expected object, not Array/],
    [() => kops.renderTemplate("{{ a }}", { a: 1n }), /'values'/],
    [() => kops.load({ spec: { [secret]: Number.NaN } }), /'source': expected finite numbers/],
    [() => new kops.SimulatedAccount(), /SimulatedAccount is made by other calls/],
    [() => made.apply(plan, { parallel: Number.NaN }), /'options.parallel': expected number, not NaN or Infinity/],
    [() => made.validateCluster(loaded, cluster, { timeout: Number.POSITIVE_INFINITY }), /'options.timeout'/],
    [() => made.reconcile(loaded, cluster, { apply: { grace: Number.NaN } }), /'apply': expected finite numbers/],
    [
      () => new kops.SimulatedCluster(cloud, "a", { workloads: [{ nane: secret }] }),
      /'workloads': unknown field `nane`/,
    ],
    [() => cluster.place({ nane: secret }), /'pod'/],
    [() => new kops.Engine({ cloud, clock: secret }), /'clock': expected `system` or `simulated`/],
    [() => made.plan(loaded, { roles: [secret] }), /'roles': expected one of `ControlPlane`/],
    [() => made.newInstanceGroup(loaded, "a", { role: secret }), /'role': expected one of `ControlPlane`/],
    [() => kops.estimateCost(loaded, { prices: secret }), /'prices': expected a table of prices/],
    [() => kops.diff(loaded, loaded, { facts: { zones: secret } }), /'facts': expected a sequence/],
    [
      () => kops.diff(loaded, loaded, { facts: { region: secret } }),
      /'facts': expected those of the region `us-east-2`/,
    ],
    [() => plan.report({ format: secret }), /'format': expected one of 'text', 'wide', 'markdown'/],
    [() => cloud.observe(secret), /'scope': expected/],
    [() => cloud.probe(secret, secret), /'kind': expected one of/],
    [() => new kops.MemoryStore().put("a", new Uint8Array(), { when: secret }), /'mode': expected one of/],
  ];
  for (const [call, message] of calls) {
    await assert.rejects(
      async () => call(),
      (error) => {
        assert.ok(error instanceof TypeError, `${call}: ${error}`);
        assert.match(error.message, message);
        assert.ok(!error.message.includes(secret));
        return true;
      },
    );
  }
});

test("an SSH key is added with its cluster and deleted", async () => {
  const publicKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";
  const sshCredentials = [{ metadata: { name: "admin" }, spec: { publicKey } }];
  const made = engine();
  const loaded = await kops.Spec.of({ ...(await kops.load(spec)).toJSON(), sshCredentials });
  await made.create(await loaded.toYAML());
  assert.equal((await made.load(loaded.name)).toJSON().sshCredentials.length, 1);
  assert.deepEqual([await made.deleteSSHKeys(loaded.name), await made.deleteSSHKeys(loaded.name)], [1, 0]);
  assert.equal((await made.load(loaded.name)).toJSON().sshCredentials, undefined);
});

test("costs are estimated by a table of prices", async () => {
  const loaded = await kops.load(spec);
  assert.deepEqual(await kops.estimateCost(loaded, { prices: kops.priceTable() }), await kops.estimateCost(loaded));
});

test("a folder and a store in memory hold clusters", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "kops-"));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const store of [new kops.MemoryStore(), new kops.FileStore(folder), `file://${folder}/other`]) {
    const cloud = kops.SimulatedAccount.fromJSON(account);
    await new kops.Engine({ cloud, store }).create(spec);
    assert.deepEqual(await new kops.Engine({ cloud, store }).clusters(), ["demo.kube.example.com"]);
  }
});
