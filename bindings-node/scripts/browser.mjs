// A headless Chromium for tests: the program of the variable CHROMIUM, `chromium` in the path, or that of a package.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** The path of the program; undefined where there is none. */
async function program() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const inPath = (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, "chromium"));
  const found = inPath.find(isExecutable);
  if (found || process.platform !== "linux" || process.arch !== "x64") return found;
  const packed = await import("@sparticuz/chromium").catch(() => undefined);
  return packed?.default.executablePath();
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Opens a page and returns what evaluates an expression in it; skips the test where no browser starts. */
export async function opened(t, url) {
  const path = await program();
  if (path === undefined) {
    t.skip("no Chromium: set the variable CHROMIUM to its path");
    return undefined;
  }
  const profile = mkdtempSync(join(tmpdir(), "kops-browser-"));
  const options = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--remote-debugging-pipe",
    `--user-data-dir=${profile}`,
  ];
  const browser = spawn(path, [...options, "about:blank"], { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
  const exited = once(browser, "exit").catch(() => {});
  t.after(async () => {
    browser.kill("SIGKILL");
    await exited;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  });
  const send = commands(browser);
  const started = await Promise.race([send("Target.getTargets"), exited]);
  if (started?.targetInfos === undefined) {
    t.skip(`${path} does not start`);
    return undefined;
  }
  const { targetId } = started.targetInfos.find(({ type }) => type === "page");
  const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
  await send("Page.navigate", { url }, sessionId);
  return async (expression) => {
    // There is no answer where the page is just left for another one.
    const answer = await send("Runtime.evaluate", { expression, returnByValue: true }, sessionId);
    return answer?.result.value;
  };
}

/** Sends commands to a browser over its pipes, as JSON that ends in a zero. */
function commands(browser) {
  const [, , , requests, answers] = browser.stdio;
  const waiting = new Map();
  let text = "";
  requests.on("error", () => {}); // it has ended
  answers.setEncoding("utf8").on("data", (part) => {
    const messages = (text + part).split("\0");
    text = messages.pop();
    for (const { id, result } of messages.map((message) => JSON.parse(message))) waiting.get(id)?.(result);
  });
  return (method, params = {}, sessionId = undefined) =>
    new Promise((resolve) => {
      waiting.set(waiting.size + 1, resolve);
      requests.write(`${JSON.stringify({ id: waiting.size, method, params, sessionId })}\0`);
    });
}
