/** A cluster as the user wrote it, with its instance groups. */
export declare class Spec {
  private constructor();
  /** The cluster's full name. */
  get name(): string;
  /** The names of the instance groups. */
  get instanceGroups(): string[];
}

/** A simulated AWS account in one region. */
export declare class SimulatedAccount {
  private constructor();
  /** Reads an account file; throws `InvalidAccount`. */
  static fromJSON(text: string): SimulatedAccount;
  /** Writes the account file. */
  toText(): string;
}

/** A plan as data. */
export interface PlanData {
  format: number;
  cluster: string;
  region: string;
  steps: Step[];
  unchanged: number;
  notes: string[];
  [field: string]: unknown;
}

/** One act of a plan. */
export interface Step {
  id: number;
  /** `kind/name`, for example `subnet/us-east-2a.demo.example.com`. */
  resource: string;
  action: { do: "create" | "update" | "delete"; [field: string]: unknown };
  needs: number[];
  reason: string;
  disruption: "none" | "new-instances" | "connections" | "instances" | "data";
  [field: string]: unknown;
}

/** What would change, why, in which order and what it disrupts. */
export declare class Plan {
  private constructor();
  /** True where nothing would change. */
  get isEmpty(): boolean;
  /** The hash of the plan's canonical JSON, the same in every language. */
  get hash(): string;
  /** The plan as canonical JSON text. */
  toText(): string;
  /** The plan as data. */
  toJSON(): PlanData;
  /** The report that people read. */
  toString(): string;
}

/** A place in a file; lines and columns count from 1. */
export interface Location {
  file: string;
  line: number;
  column: number;
}

/** One finding about a spec. */
export interface Diagnostic {
  code: string;
  severity: "error" | "warning";
  message: string;
  path: { kind: string; name: string; field: string } | null;
  location: Location | null;
  help: string | null;
}

/** Anything that the library could not do. */
export declare class KopsError extends Error {}

/** A spec that is wrong, with everything that was found. */
export declare class InvalidSpec extends KopsError {
  diagnostics: Diagnostic[];
}

/** A file that is not a simulated account. */
export declare class InvalidAccount extends KopsError {}

/** A call to the cloud that failed. */
export declare class CloudError extends KopsError {
  kind: string;
  retryable: boolean;
  operation: string;
  code: string | null;
  requestId: string | null;
  resource: string | null;
}

/** Reads a cluster and its instance groups from YAML or JSON; throws `InvalidSpec`. */
export declare function load(text: string, options?: { name?: string }): Spec;

/** Plans what would change in an account. Writes nothing, anywhere. */
export declare function plan(
  spec: Spec,
  account: SimulatedAccount,
  options?: { prune?: boolean; allow?: string[] },
): Promise<Plan>;
