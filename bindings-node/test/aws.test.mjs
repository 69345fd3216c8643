// Whole lives of clusters on AWS, credentials, and errors, on moto.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { aws, CloudError, Engine, listAssets, load, StateError } from "../index.js";

const root = new URL("../../", import.meta.url);
const region = "us-east-2";
const store = "s3://kops-state-store";
const cluster = "demo.kube.example.com";
const credentials = { accessKeyId: "test", secretAccessKey: "test" };

let process_;
let url;
let spec;
let changed;

/** Sends a request to the server and returns its answer. moto does not look at signatures, but at the service in them. */
async function request(service, method, path, body, type = "application/x-www-form-urlencoded") {
  const authorization = `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/${service}/aws4_request`;
  const answer = await fetch(`${url}${path}`, { method, body, headers: { authorization, "content-type": type } });
  assert.ok(answer.ok, await answer.clone().text());
  return answer.text();
}

/** Calls EC2 and returns the first value of an element of the answer. */
async function ec2(action, parameters, element) {
  const body = new URLSearchParams({ Action: action, Version: "2016-11-15", ...parameters }).toString();
  return new RegExp(`<${element}>([^<]+)<`).exec(await request("ec2", "POST", "/", body))?.[1];
}

/** Lays the network of the example, and returns its ids by those of the example. */
async function network() {
  const place = `<LocationConstraint>${region}</LocationConstraint>`;
  const bucket = `<CreateBucketConfiguration>${place}</CreateBucketConfiguration>`;
  await request("s3", "PUT", "/kops-state-store", bucket, "application/xml");
  const name = "<Name>kube.example.com</Name><CallerReference>tests</CallerReference>";
  const zone = `<CreateHostedZoneRequest>${name}</CreateHostedZoneRequest>`;
  await request("route53", "POST", "/2013-04-01/hostedzone", zone, "application/xml");
  const VpcId = await ec2("CreateVpc", { CidrBlock: "172.20.0.0/16" }, "vpcId");
  const GatewayId = await ec2("CreateInternetGateway", {}, "internetGatewayId");
  await ec2("AttachInternetGateway", { VpcId, InternetGatewayId: GatewayId }, "return");
  const RouteTableId = await ec2("CreateRouteTable", { VpcId }, "routeTableId");
  await ec2("CreateRoute", { RouteTableId, GatewayId, DestinationCidrBlock: "0.0.0.0/0" }, "return");
  const ids = { "vpc-0a1b2c3d4e5f60718": VpcId };
  for (const [number, nat] of ["nat-0aa00000000000001", "nat-0bb00000000000002", "nat-0cc00000000000003"].entries()) {
    const subnet = { VpcId, CidrBlock: `172.20.${number}.0/24`, AvailabilityZone: `${region}${"abc"[number]}` };
    const SubnetId = await ec2("CreateSubnet", subnet, "subnetId");
    await ec2("AssociateRouteTable", { RouteTableId, SubnetId }, "associationId");
    const AllocationId = await ec2("AllocateAddress", { Domain: "vpc" }, "allocationId");
    ids[nat] = await ec2("CreateNatGateway", { SubnetId, AllocationId }, "natGatewayId");
  }
  return ids;
}

before(async () => {
  process_ = spawn(process.env.MOTO_SERVER ?? "moto_server", ["-H", "127.0.0.1", "-p", "0"], {
    env: {
      ...process.env,
      MOTO_AMIS_PATH: fileURLToPath(new URL("kops-aws/tests/moto/images.json", root)),
      MOTO_ENABLE_AMI_VALIDATION: "true",
      MOTO_IAM_LOAD_MANAGED_POLICIES: "true",
      PYTHONUNBUFFERED: "1",
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const lines = createInterface({ input: process_.stderr });
  const found = new Promise((resolve) => {
    lines.on("line", (line) => {
      const [, address] = line.split("Running on ");
      if (address) resolve(address.trim());
    });
  });
  url = await Promise.race([found, once(process_, "exit").then(() => assert.fail("moto does not start"))]);
  const ids = await network();
  [spec, changed] = ["cluster_spec.yml", "cluster_spec-changed.yml"].map((name) => {
    const text = readFileSync(new URL(`examples/fairwinds/${name}`, root), "utf8");
    return Object.entries(ids).reduce((all, [written, id]) => all.replaceAll(written, id), text);
  });
});

after(() => process_?.kill());

const account = (options) => new aws.Account({ region, credentials, endpoint: url, ...options });

const engine = async (cloud = account()) => {
  const missing = (await listAssets(await load(spec))).files.filter(({ sha }) => sha === undefined);
  const fileHashes = Object.fromEntries(missing.map(({ canonical }) => [canonical, "0a".repeat(32)]));
  return new Engine({ cloud, store, fileHashes });
};

/** The steps of a plan without those about what moto does not keep, the hostname type of subnets. */
const left = (plan) =>
  plan.toJSON().steps.filter(({ action }) => {
    const fields = (action.changes ?? []).map(({ field }) => field);
    return fields.length !== 1 || fields[0] !== "hostname_type";
  });

test("the Fairwinds cluster is planned, applied, planned again, changed and deleted", async () => {
  const made = await engine();
  await made.create(spec);
  assert.deepEqual(await made.clusters(), [cluster]);
  const plan = await made.plan(await made.load(cluster));
  const { steps } = plan.toJSON();
  assert.ok(steps.length > 70 && steps.every((step) => step.action.do === "create"));
  assert.equal((await made.apply(plan)).done.length, steps.length);
  assert.deepEqual(left(await made.plan(await made.load(cluster))), []);

  await made.replace(changed);
  const change = await made.plan(await made.load(cluster));
  assert.ok(left(change).length > 0 && left(change).length < steps.length);
  await made.apply(change);
  assert.deepEqual(left(await made.plan(await made.load(cluster))), []);

  await made.apply(await made.planDeletion(await made.load(cluster)));
  assert.ok((await made.forget(cluster)) > 0);
  assert.deepEqual(await made.clusters(), []);
});

test("a run ends within its grace where a signal aborts it or its loop is left", async () => {
  const made = await engine();
  const loaded = await load(spec);
  const controller = new AbortController();
  const run = made.apply(await made.plan(loaded), { parallel: 2, signal: controller.signal });
  const events = async () => {
    for await (const event of run) {
      if (event.event === "finished") controller.abort();
    }
  };
  await assert.rejects(events(), { name: "AbortError" });
  await assert.rejects(run, ({ name, report }) => {
    assert.ok(report.cancelled && report.done.length > 0 && report.notStarted.length > 0);
    return name === "AbortError";
  });

  const rest = made.apply(await made.plan(loaded), { parallel: 2 });
  for await (const event of rest) {
    if (event.event === "finished") break;
  }
  await assert.rejects(rest, (error) => error.report.cancelled && error.report.notStarted.length > 0);

  await made.apply(await made.planDeletion(loaded));
});

test("credentials come from a provider that is called again before they expire", async () => {
  const calls = async (expiresIn) => {
    let count = 0;
    const provide = async () => {
      count += 1;
      return { ...credentials, expiration: new Date(Date.now() + expiresIn) };
    };
    await (await engine(account({ credentials: provide }))).plan(await load(spec));
    return count;
  };
  assert.equal(await calls(3_600_000), 1, "all services share what was provided");
  assert.ok((await calls(240_000)) > 1, "keys that expire soon are not kept");
});

test("a provider that fails is an error of the cloud", async () => {
  const sealed = new Error("the vault is sealed");
  const provide = async () => {
    throw sealed;
  };
  const made = new Engine({ cloud: account({ credentials: provide }) });
  await assert.rejects(made.plan(await load(spec)), (error) => {
    assert.ok(error instanceof CloudError && error.kind === "denied" && !error.retryable);
    assert.match(error.message, /the vault is sealed/);
    assert.equal(error.cause, sealed);
    return true;
  });
});

test("an endpoint that is no URL and certificates that are none are TypeErrors that do not show them", () => {
  for (const [options, message] of [
    [{ endpoint: "user:c4n4ry@localhost:5000" }, /'options.endpoint': expected the URL of a server, such as `http:/],
    [{ endpoint: "ftp://user:c4n4ry@localhost" }, /'options.endpoint'/],
    [{ caCertificates: "c4n4ry" }, /'options.caCertificates': expected the certificates of authorities as PEM/],
  ]) {
    assert.throws(
      () => account(options),
      (error) => error instanceof TypeError && message.test(error.message) && !error.message.includes("c4n4ry"),
    );
  }
});

test("wrong credentials are a TypeError that shows no secret", () => {
  const secret = "c4n4ry";
  const dated = { accessKeyId: "AKIA", secretAccessKey: secret, expiration: new Date(secret) };
  const half = [{ accessKeyId: secret }, { accessKeyId: "AKIA", secretAccessKey: [secret] }];
  for (const wrong of [...half, dated, secret, null]) {
    assert.throws(
      () => account({ credentials: wrong }),
      (error) => error instanceof TypeError && /credentials/.test(error.message) && !error.message.includes(secret),
    );
  }
});

test("an account is in a region", () => {
  assert.throws(() => account({ region: "" }), /^TypeError: argument 'options.region'/);
});

test("secrets are not shown", async () => {
  const cloud = account({ credentials: { accessKeyId: "AKIA", secretAccessKey: "c4n4ry", sessionToken: "t0k3n" } });
  assert.equal(inspect(cloud), "aws.Account { region: 'us-east-2' }");
  for (const shown of [cloud, new aws.S3Store(store, cloud), await engine(cloud)]) {
    assert.doesNotMatch(inspect(shown, { showHidden: true, depth: null }) + JSON.stringify(shown), /c4n4ry|t0k3n/);
  }
});

test("a missing bucket is an error of the state store", async () => {
  for (const nowhere of ["s3://nowhere", new aws.S3Store("s3://nowhere", account())]) {
    const made = new Engine({ cloud: account(), store: nowhere });
    await assert.rejects(made.clusters(), (error) => error instanceof StateError && error.kind === "no-store");
  }
  for (const url of ["https://bucket", "file:///tmp/bucket", "memfs://bucket", "s3://"]) {
    assert.throws(
      () => new aws.S3Store(url, account()),
      (error) => {
        assert.equal(error.message, `\`${url}\` is not the URL of a bucket: expected s3://BUCKET`);
        return error instanceof StateError && error.kind === "unknown-store";
      },
    );
  }
});

test("nothing is read from the environment, and nothing is written beside the answer", async () => {
  const wrong = {
    AWS_ACCESS_KEY_ID: "wrong",
    AWS_REGION: "wrong",
    AWS_ENDPOINT_URL: "http://127.0.0.1:1",
    HTTP_PROXY: "http://127.0.0.1:1",
    KOPS_STATE_STORE: "s3://wrong",
    RUST_BACKTRACE: "1",
    RUST_LOG: "trace",
  };
  // The scripts of the package see no variable at all.
  const program = `
    const refuse = (_, name) => { throw new Error("it reads " + String(name)); };
    Object.defineProperty(process, "env", { value: new Proxy({}, { get: refuse, has: refuse, ownKeys: refuse }) });
    const { aws, Engine } = require(${JSON.stringify(fileURLToPath(new URL("../index.cjs", import.meta.url)))});
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    const cloud = new aws.Account({ region: "${region}", credentials, endpoint: "${url}" });
    new Engine({ cloud, store: "${store}" }).clusters().then((clusters) => process.stdout.write(JSON.stringify(clusters)));
  `;
  const ran = spawnSync(process.execPath, ["-e", program], { env: wrong, encoding: "utf8" });
  assert.deepEqual([ran.status, ran.stdout, ran.stderr], [0, "[]", ""]);
});
