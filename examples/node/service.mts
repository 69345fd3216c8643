// A small service that plans and applies clusters for a team, with live progress in a web page.
//
//   POST /plans         the spec as YAML; answers with the plan as Markdown and its id
//   POST /plans/ID      applies exactly that plan
//   GET  /plans/ID      what happens, as server-sent events, from the beginning
//   GET  /              the page

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
// In a project of your own: from "kops".
import { ApplyIncomplete, type Cloud, Engine, InvalidSpec, KopsError, load, type Plan } from "../../bindings-node/index.js";
import type { Event } from "../../bindings-node/types.js";

/** A plan, what happened while it was applied or why that was refused, and who watches. */
interface Job {
  plan: Plan;
  events: Event[];
  refusal?: string;
  watchers: Set<ServerResponse>;
  isStarted: boolean;
}

/** Makes the service for an account. */
export function service(cloud: Cloud): Server {
  const engine = new Engine({ cloud });
  const jobs = new Map<string, Job>();

  async function makePlan(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const plan = await engine.plan(await load(await body(request), { name: "request.yml" }));
    const id = (await plan.hash()).slice(0, 16);
    jobs.set(id, { plan, events: [], watchers: new Set(), isStarted: false });
    reply(response, 201, { id, steps: plan.size, report: await plan.report({ format: "markdown" }) });
  }

  async function apply(job: Job): Promise<void> {
    try {
      for await (const event of engine.apply(job.plan)) {
        job.events.push(event);
        for (const watcher of job.watchers) send(watcher, event);
      }
    } catch (error) {
      if (!(error instanceof ApplyIncomplete)) throw error; // which steps failed is in the last event
    }
    for (const watcher of job.watchers) watcher.end();
  }

  function watch(job: Job, response: ServerResponse): void {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" }).flushHeaders();
    for (const event of job.events) send(response, event);
    if (job.refusal !== undefined) {
      refuse(response, job.refusal);
    } else if (job.events.at(-1)?.event === "ended") {
      response.end();
    } else {
      job.watchers.add(response);
      response.on("close", () => job.watchers.delete(response));
    }
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, what, id] = (request.url ?? "/").split("/");
    const job = jobs.get(id ?? "");
    if (request.method === "GET" && what === "") {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(page);
    } else if (request.method === "POST" && what === "plans" && id === undefined) {
      await makePlan(request, response);
    } else if (job === undefined) {
      reply(response, 404, { message: "there is no such plan" });
    } else if (request.method === "GET") {
      watch(job, response);
    } else if (job.isStarted) {
      reply(response, 409, { message: "the plan is being applied already" });
    } else {
      job.isStarted = true;
      // What kept the run from starting is told apart from its outcome.
      apply(job).catch((error: unknown) => {
        job.refusal = described(error).message;
        for (const watcher of job.watchers) refuse(watcher, job.refusal);
      });
      reply(response, 202, {});
    }
  }

  return createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      const { status, ...data } = described(error);
      reply(response, status, data);
    });
  });
}

/** What the caller is told of an error. */
function described(error: unknown) {
  if (error instanceof InvalidSpec) return { status: 422, message: error.message, diagnostics: error.diagnostics };
  if (error instanceof KopsError) return { status: 502, message: error.message, help: error.help };
  return { status: 500, message: "something went wrong" };
}

const send = (response: ServerResponse, event: Event) => response.write(`data: ${JSON.stringify(event)}\n\n`);

const refuse = (response: ServerResponse, reason: string) =>
  response.end(`event: refused\ndata: ${JSON.stringify(reason)}\n\n`);

const reply = (response: ServerResponse, status: number, data: object) =>
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(data));

async function body(request: IncomingMessage): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

const page = `<!doctype html>
<meta charset="utf-8"><title>Clusters</title>
<h1>Clusters</h1>
<form><textarea name="spec" rows="20" cols="100"></textarea><br><button>Plan</button></form>
<pre id="report"></pre>
<button id="apply" hidden>Apply</button> <progress id="progress" hidden></progress>
<ol id="events"></ol>
<script type="module">
  const [form, report, apply, progress, events] =
    ["form", "#report", "#apply", "#progress", "#events"].map((name) => document.querySelector(name));
  form.addEventListener("submit", async (submitted) => {
    submitted.preventDefault();
    const response = await fetch("/plans", { method: "POST", body: form.spec.value });
    const plan = await response.json();
    report.textContent = plan.report ?? plan.message;
    apply.hidden = !plan.steps;
    apply.onclick = async () => {
      apply.hidden = true;
      Object.assign(progress, { hidden: false, max: plan.steps, value: 0 });
      events.replaceChildren();
      const show = (textContent) => events.append(Object.assign(document.createElement("li"), { textContent }));
      const source = new EventSource("/plans/" + plan.id);
      source.onmessage = ({ data }) => {
        const event = JSON.parse(data);
        if (event.event === "finished") progress.value += 1;
        if (event.event === "ended") source.close();
        show(event.event + " " + (event.resource ?? ""));
      };
      source.addEventListener("refused", ({ data }) => {
        source.close();
        progress.hidden = true;
        show("refused: " + JSON.parse(data));
      });
      await fetch("/plans/" + plan.id, { method: "POST" });
    };
  });
</script>
`;
