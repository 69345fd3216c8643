// A headless Chromium for tests: the program of the variable CHROMIUM, `chromium` in the path, or that of a package.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants, mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout } from "node:timers/promises";

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
  const stdio = ["ignore", "ignore", "ignore", "pipe", "pipe"];
  const browser = spawn(path, [...options, "about:blank"], { stdio, detached: true });
  const exited = once(browser, "exit").catch(() => {});
  const send = commands(browser);
  t.after(async () => {
    // Asked to, it ends its processes first, which write into the profile.
    send("Browser.close");
    await Promise.race([exited, setTimeout(5_000, undefined, { ref: false })]);
    killed(browser);
    await exited;
    await removed(profile);
  });
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

/** Ends a browser with its processes, which are one group. */
function killed(browser) {
  try {
    process.kill(-browser.pid, "SIGKILL");
  } catch (error) {
    if (error.code !== "ESRCH") throw error; // none is left
  }
}

/** Removes a folder; a process that is just ended may still write a file into it, which is then listed again. */
async function removed(folder) {
  for (let left = 50; ; left--) {
    try {
      return await rm(folder, { recursive: true, force: true });
    } catch (error) {
      if (error.code !== "ENOTEMPTY" || left === 0) throw error;
      await setTimeout(100);
    }
  }
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
