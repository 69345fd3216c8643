// The npm package: what is in it, and that it works in a clean folder.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const fairwinds = fileURLToPath(new URL("../../examples/fairwinds/", import.meta.url));

const program = `
  const { readFileSync } = require("node:fs");
  const [spec, account] = process.argv.slice(2);
  (async () => {
    const { Engine, SimulatedAccount, aws, loadFiles, version } = require("kops");
    const { Engine: Imported } = await import("kops");
    const engine = new Engine({ cloud: SimulatedAccount.fromJSON(readFileSync(account, "utf8")) });
    await engine.apply(await engine.plan(await loadFiles([spec])));
    new aws.Account({ region: "us-east-2", credentials: { accessKeyId: "AKIA", secretAccessKey: "secret" } });
    console.log(Engine === Imported, version === require("kops/package.json").version, (await engine.plan(await loadFiles([spec]))).isEmpty);
  })();
`;

test("a package works in a clean folder with an empty path", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "kops-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const npm = (...args) => execFileSync("npm", args, { cwd: folder, encoding: "utf8", stdio: "pipe" });
  const [packed] = JSON.parse(npm("pack", "--json", "--pack-destination", folder, root));
  const unexpected = packed.files.filter(
    ({ path }) =>
      !/^([a-z]+\.c?js|(index|testing|types)\.d\.c?ts|kops\..*\.node|LICENSE|README\.md|package\.json)$/.test(path),
  );
  assert.deepEqual(unexpected, []);
  assert.equal(packed.files.filter(({ path }) => path.endsWith(".node")).length, 1);

  writeFileSync(join(folder, "package.json"), "{}");
  npm("install", "--offline", "--no-audit", "--no-fund", join(folder, packed.filename));
  assert.deepEqual(
    readdirSync(join(folder, "node_modules")).filter((name) => !name.startsWith(".")),
    ["kops"],
  );
  writeFileSync(join(folder, "program.cjs"), program);
  const files = ["cluster_spec.yml", "account.json"].map((name) => join(fairwinds, name));
  const told = execFileSync(process.execPath, ["program.cjs", ...files], { cwd: folder, env: {}, encoding: "utf8" });
  assert.equal(told, "true true true\n");
});
