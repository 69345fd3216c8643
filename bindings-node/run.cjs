"use strict";

// Runs: what tells what happens meanwhile, such as a plan that is being applied.

const native = require("./native.cjs");
const { ApplyIncomplete } = require("./errors.cjs").classes;

/** A call that was stopped by an AbortSignal; `report` says how far a run came, where that began. */
class AbortError extends Error {
  constructor(signal, report) {
    super("the operation was aborted", { cause: signal?.reason });
    this.name = "AbortError";
    this.code = "ABORT_ERR";
    this.report = report;
  }
}

/** Runs a call that a signal stops. */
async function abortable(signal, call) {
  const cancel = new native.Cancel();
  const stop = () => cancel.cancel();
  if (signal?.aborted) {
    throw new AbortError(signal);
  }
  signal?.addEventListener("abort", stop, { once: true });
  try {
    const result = await call(cancel);
    if (result === null) {
      throw new AbortError(signal);
    }
    if (signal?.aborted && result?.cancelled) {
      throw new AbortError(signal, result);
    }
    return result;
  } catch (error) {
    const stopped = signal?.aborted && error instanceof ApplyIncomplete && error.cancelled;
    throw stopped ? new AbortError(signal, error.report) : error;
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}

class Run {
  #events = [];
  #ended = false;
  #wake = () => {};
  #cancel;
  #report;

  constructor(signal, apply) {
    const tell = (text) => {
      if (text === "") {
        this.#ended = true;
      } else {
        this.#events.push(JSON.parse(text));
      }
      this.#wake();
    };
    this.#report = abortable(signal, (cancel) => {
      this.#cancel = cancel;
      return apply(cancel, tell);
    });
    // Those who only iterate learn of a failure there.
    this.#report.catch(() => tell(""));
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
    try {
      while (this.#events.length > 0 || !this.#ended) {
        if (this.#events.length > 0) {
          yield this.#events.shift();
        } else {
          await new Promise((resolve) => {
            this.#wake = resolve;
          });
        }
      }
    } finally {
      // Leaving early stops the run.
      if (!this.#ended) {
        this.#cancel?.cancel();
      }
      await this.#report.catch(() => {});
    }
    await this.#report.catch((error) => {
      if (!(error instanceof ApplyIncomplete)) {
        throw error;
      }
    });
  }
}

module.exports = { AbortError, Run, abortable };
