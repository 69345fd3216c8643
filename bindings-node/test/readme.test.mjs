// The examples of the README pass the type checker.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = fileURLToPath(new URL("..", import.meta.url));
const blocks = [...readFileSync(`${root}README.md`, "utf8").matchAll(/^```js\n(.*?)^```$/gms)].map(([, code]) => code);

// What the examples take from each other, or leave out.
const declarations = `
import type { Cloud, ClusterApi, Spec } from "kops";
declare const cloud: Cloud, cluster: ClusterApi, engine: Engine, plan: Plan, signal: AbortSignal, spec: Spec;
`;
const used = ["CloudError", "Engine", "Kube", "load", "Plan", "renderTemplate", "SimulatedAccount", "SimulatedCluster"];
const providers = `declare module "@aws-sdk/credential-providers" {
  export function fromNodeProviderChain(): () => Promise<{ accessKeyId: string; secretAccessKey: string }>;
}`;

/** The blocks as one module, each in a scope of its own, with the imports of all at the top. */
function program() {
  const imports = new Map([
    ["kops", new Set(used)],
    ["node:fs", new Set(["readFileSync"])],
  ]);
  const scopes = blocks.map((block) =>
    block.replace(/^import \{ (.*) \} from "(.*)";$/gm, (_, names, module) => {
      imports.set(module, new Set([...(imports.get(module) ?? []), ...names.split(", ")]));
      return "";
    }),
  );
  const lines = [...imports].map(([module, names]) => `import { ${[...names].join(", ")} } from "${module}";`);
  return [...lines, declarations, ...scopes.map((code) => `{\n${code}\n}`)].join("\n");
}

test("the examples of the README have no errors of types", () => {
  assert.ok(blocks.length > 8);
  const texts = new Map([
    [`${root}test/readme.mts`, program()],
    [`${root}test/providers.d.ts`, providers],
  ]);
  const { config } = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, root);
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (path) => texts.has(path) || fileExists(path);
  host.readFile = (path) => texts.get(path) ?? readFile(path);
  const checked = ts.createProgram([...texts.keys()], { ...options, noImplicitAny: false }, host);
  const found = ts.getPreEmitDiagnostics(checked);
  assert.equal(
    ts.formatDiagnostics(found, { ...ts.sys, getCanonicalFileName: (name) => name, getNewLine: () => "\n" }),
    "",
  );
});
