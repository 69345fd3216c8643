"use strict";

// Runs: what tells what happens meanwhile, such as a plan that is being applied.

const native = require("./native.cjs");
const { ApplyIncomplete, ApplySetIncomplete } = require("./errors.cjs").classes;

/** A call that was stopped by an AbortSignal; `report` says how far a run came, where that began. */
class AbortError extends Error {
  constructor(signal, report) {
    super("the operation was aborted", { cause: signal?.reason });
    this.name = "AbortError";
    this.code = "ABORT_ERR";
    this.report = report;
  }
}

/** Makes a call that ends with an AbortError as soon as a signal is aborted, whatever the library still waits for. */
async function abortable(signal, call) {
  return listening(signal, (cancel, aborted) => Promise.race([call(cancel), aborted]));
}

/** Makes a run that a signal stops: calls that are out may come back, and the AbortError says how far it came. */
async function stoppable(signal, run) {
  return listening(signal, async (cancel) => {
    try {
      const result = await run(cancel);
      if (signal?.aborted && result?.cancelled) {
        throw new AbortError(signal, result);
      }
      return result;
    } catch (error) {
      const applied = error instanceof ApplySetIncomplete ? error.error : error;
      const stopped = signal?.aborted && applied instanceof ApplyIncomplete && applied.cancelled;
      throw stopped ? new AbortError(signal, error.report) : error;
    }
  });
}

/** Gives a function what a signal cancels, and a promise that is rejected then. */
async function listening(signal, use) {
  if (signal?.aborted) {
    throw new AbortError(signal);
  }
  const cancel = new native.Cancel();
  let stop;
  const aborted = new Promise((_, reject) => {
    stop = () => {
      cancel.cancel();
      reject(new AbortError(signal));
    };
  });
  aborted.catch(() => {}); // a run does not look at it
  signal?.addEventListener("abort", stop, { once: true });
  try {
    return await use(cancel, aborted);
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}

class Run {
  #events = [];
  #ended = false;
  #waiting = [];
  #cancel;
  #report;

  constructor(signal, apply) {
    const tell = (text) => {
      if (text === "") {
        this.#end();
      } else {
        this.#events.push(JSON.parse(text));
        this.#wake();
      }
    };
    this.#report = stoppable(signal, (cancel) => {
      this.#cancel = cancel;
      return apply(cancel, tell);
    });
  }

  #end() {
    this.#ended = true;
    this.#wake();
  }

  #wake() {
    for (const wake of this.#waiting.splice(0)) {
      wake();
    }
  }

  get [Symbol.toStringTag]() {
    return "Run";
  }

  // biome-ignore lint/suspicious/noThenProperty: a run is awaited for its report.
  then(onFulfilled, onRejected) {
    return this.#report.then(onFulfilled, onRejected);
  }

  catch(onRejected) {
    return this.#report.catch(onRejected);
  }

  finally(onFinally) {
    return this.#report.finally(onFinally);
  }

  async *[Symbol.asyncIterator]() {
    // A run that failed before its first event has told no end. Without an iteration or an await, its failure is an unhandled rejection.
    this.#report.catch(() => this.#end());
    try {
      while (this.#events.length > 0 || !this.#ended) {
        if (this.#events.length > 0) {
          yield this.#events.shift();
        } else {
          await new Promise((resolve) => this.#waiting.push(resolve));
        }
      }
    } finally {
      // Leaving early stops the run.
      if (!this.#ended) {
        this.#cancel?.cancel();
      }
      await this.#report.catch(() => {});
    }
    await this.#report;
  }
}

module.exports = { AbortError, Run, abortable };
