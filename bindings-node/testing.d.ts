// What tests are made of: conformance suites, and clouds that record and replay.

import type { aws, Bucket, Cloud, ClusterApi, FileStore, MemoryStore, SimulatedAccount, StateStore } from "./index.js";
import type * as data from "./types.js";

/** An empty simulated account with what `checkCloud` looks up: an image, an instance type, a hosted zone. */
export declare function account(): SimulatedAccount;

/**
 * Runs every check of the conformance suite, each on an account of its own from `make`, which must offer what that of `account`
 * does. `lacks` names checks to leave out. Rejects with an `Error` that names everything that failed.
 */
export declare function checkCloud(make: () => Cloud | Promise<Cloud>, options?: { lacks?: string[] }): Promise<void>;

/**
 * Runs every check of the conformance suite on a state store, below the key `conformance`. Rejects with an `Error` that names
 * everything that failed.
 */
export declare function checkStore(store: StateStore | MemoryStore | FileStore | aws.S3Store): Promise<void>;

/**
 * Runs every check of the conformance suite on a running cluster: they mark its nodes and end pods. At least one pod with the label
 * `app=free` runs that no budget is for, and one with `app=guarded` whose budget allows no disruption; `free` and `guarded` name others.
 * A `SimulatedCluster` has them with the workloads `{ name: "free", replicas: 2 }` and
 * `{ name: "guarded", replicas: 1, minAvailable: 1 }`, once its nodes were listed. Rejects with an `Error` that names everything that
 * failed.
 */
export declare function checkCluster(cluster: ClusterApi, options?: { free?: string; guarded?: string }): Promise<void>;

/** A cloud that answers as another one and records the answers; `Replay.fromJSON` plays them back. */
export declare function record(cloud: Cloud): Recorder;

/** A cloud that records what another one answers. */
export declare class Recorder implements Cloud {
  constructor(cloud: Cloud);
  facts(query: data.FactsQuery): Promise<data.Facts>;
  observe(scope: data.Scope): Promise<data.Snapshot>;
  execute(step: data.BoundStep): Promise<data.Outcome>;
  probe(kind: data.Kind, id: string): Promise<data.Readiness>;
  openBucket(name: string): Promise<Bucket>;
  instances(cluster: string): Promise<data.RunningGroup[]>;
  launchTemplates(versions: string[]): Promise<Record<string, data.LaunchTemplate>>;
  userData(instances: string[]): Promise<Record<string, string>>;
  changeInstance(change: data.InstanceChange): Promise<data.Readiness>;
  preflight(query: data.PreflightQuery): Promise<data.PreflightFacts>;
  /** Everything so far, as JSON. */
  toText(): string;
}

/** A cloud that answers what a `Recorder` recorded, and rejects any other call with `CloudError`. */
export declare class Replay implements Cloud {
  private constructor();
  /** Reads what `Recorder.toText` returned; throws an `Error` where it is something else. */
  static fromJSON(text: string): Replay;
  facts(query: data.FactsQuery): Promise<data.Facts>;
  observe(scope: data.Scope): Promise<data.Snapshot>;
  execute(step: data.BoundStep): Promise<data.Outcome>;
  probe(kind: data.Kind, id: string): Promise<data.Readiness>;
  openBucket(name: string): Promise<Bucket>;
  instances(cluster: string): Promise<data.RunningGroup[]>;
  launchTemplates(versions: string[]): Promise<Record<string, data.LaunchTemplate>>;
  userData(instances: string[]): Promise<Record<string, string>>;
  changeInstance(change: data.InstanceChange): Promise<data.Readiness>;
  preflight(query: data.PreflightQuery): Promise<data.PreflightFacts>;
}
