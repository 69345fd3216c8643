/** A cluster as the user wrote it, with its instance groups. */
export declare class Spec {
  private constructor();
  /** The cluster's full name. */
  get name(): string;
  /** The names of the instance groups. */
  get instanceGroups(): string[];
  /** The AWS region of the subnets' zones; null where they name no zone. */
  get region(): string | null;
  /** The URL of the state store that `configBase` lies in; null where it is not set. */
  get storeUrl(): string | null;
  /** The spec with `configBase` in this state store. A `configBase` that is set stays. */
  inStore(url: string): Spec;
}

/** A simulated AWS account in one region. Engines on it share what is in it. */
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
  depends_on: number[];
  reason: string;
  disruption: "none" | "new-instances" | "connections" | "instances" | "data";
  [field: string]: unknown;
}

/** What would change, why, in which order and what it disrupts. */
export declare class Plan {
  private constructor();
  /** Reads a plan that `toText` wrote; throws `InvalidPlan`. */
  static fromJSON(text: string): Plan;
  /** The cluster's full name. */
  get cluster(): string;
  /** The AWS region. */
  get region(): string;
  /** True where nothing would change. */
  get isEmpty(): boolean;
  /** Findings about the spec that stop nothing. */
  get warnings(): Diagnostic[];
  /** The hash of the plan: 64 hexadecimal digits, the same in every language and for every path of the spec's file. */
  get hash(): string;
  /** The plan as canonical JSON text. */
  toText(): string;
  /** The plan as data. */
  toJSON(): PlanData;
  /** The report that people read. */
  toString(): string;
}

/** What came of applying a plan: every step is done. */
export interface Report {
  /** The ids of the steps, in the order in which they were done. */
  done: number[];
}

/** Clusters in one account and one state store. */
export declare class Engine {
  /**
   * Works in an account. `store` is the URL of the state store: `file://DIR`, `s3://BUCKET` of the account, or `memfs://`,
   * the default: a new one in memory. Throws `StateError`.
   */
  constructor(account: SimulatedAccount, options?: { store?: string });
  /**
   * Plans what would change in the account. Nothing is written anywhere.
   *
   * `prune` also deletes what the cluster owns and no longer wants although something may run on it; `allow` names the
   * resources whose dangerous steps are allowed, `*` for all. Rejects with `InvalidSpec`, `PlanningFailed`, `CloudError` or
   * `StateError`.
   */
  plan(spec: Spec, options?: { prune?: boolean; allow?: string[] }): Promise<Plan>;
  /**
   * Plans the deletion of everything that a cluster owns. Nothing is written anywhere.
   *
   * Rejects with `PlanningFailed`, `CloudError` or `StateError`.
   */
  planDeletion(spec: Spec): Promise<Plan>;
  /**
   * Applies a plan.
   *
   * Rejects with `PlanTargetMismatch`, `PlanStale` or `InvalidPlan` before the first change, and with `ApplyIncomplete`
   * where not every step was done. Planning again shows what is left.
   */
  apply(plan: Plan): Promise<Report>;
}

/** A place in a file; lines and columns count from 1. */
export interface Location {
  file: string;
  line: number;
  column: number;
}

/** An object of the spec. */
export interface ObjectRef {
  kind: string;
  name: string;
}

/** A field of the spec. */
export interface SpecPath extends ObjectRef {
  field: string;
}

/** One finding about a spec. */
export interface Diagnostic {
  code: string;
  severity: "error" | "warning";
  message: string;
  path: SpecPath | null;
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

/** A text that is not a plan, or a plan that cannot be applied. Nothing was done. */
export declare class InvalidPlan extends KopsError {}

/** One thing that keeps a plan from being made. */
export interface PlanProblem {
  error:
    | "missing-shared"
    | "shared-differs"
    | "fixed"
    | "ambiguous"
    | "others-own"
    | "not-ours"
    | "occupied"
    | "in-use"
    | "cycle";
  message: string;
  help: string | null;
  /** `kind/name`, for example `subnet/us-east-2a.demo.example.com`. */
  resource: string | null;
  path: SpecPath | null;
  location: Location | null;
}

/** An account that cannot become what the spec says, with everything that stands in the way. */
export declare class PlanningFailed extends KopsError {
  errors: PlanProblem[];
}

/** An account and a region; the account is empty where it is not known. */
export interface Target {
  account: string;
  region: string;
}

/** A plan that is for another account or region. Nothing was done. */
export declare class PlanTargetMismatch extends KopsError {
  planned: Target;
  found: Target;
}

/** Something that is not as it was when a plan was made; null for nothing. */
export interface Drift {
  resource: string;
  field: string;
  planned: unknown;
  found: unknown;
}

/** A plan that cannot be applied, because something is no longer as the plan found it. Nothing was done. */
export declare class PlanStale extends KopsError {
  moved: Drift[];
}

/** A step that a plan of this account would not have; `step` is null for what the steps refer to. */
export interface Violation {
  step: number | null;
  resource: string;
  id: string | null;
  rule:
    | "not-owned"
    | "owned-by"
    | "shared"
    | "made-in-cluster"
    | "not-allowed"
    | "in-use"
    | "part-of-others"
    | "not-managed"
    | "misnamed";
  message: string;
}

/** A plan with steps about what is not the cluster's, or deletions that its options do not allow. Nothing was done. */
export declare class PlanNotAllowed extends KopsError {
  violations: Violation[];
}

/** A step of a plan that failed, by its id. */
export interface StepFailure {
  step: number;
  error: string;
}

/** A plan of which not every step was done, with the ids of the steps. Planning again shows what is left. */
export declare class ApplyIncomplete extends KopsError {
  cancelled: boolean;
  done: number[];
  failed: StepFailure[];
  inFlight: number[];
  notStarted: number[];
}

/** A call to the cloud that failed. */
export declare class CloudError extends KopsError {
  kind:
    | "not-found"
    | "conflict"
    | "in-use"
    | "not-ready"
    | "throttled"
    | "denied"
    | "quota"
    | "invalid"
    | "network"
    | "internal";
  retryable: boolean;
  operation: string;
  code: string | null;
  requestId: string | null;
  resource: string | null;
  /** The permission that was missing, for the kind `denied`. */
  permission: string | null;
}

/** A state store that failed. */
export declare class StateError extends KopsError {
  kind:
    | "invalid-key"
    | "conflict"
    | "not-an-object"
    | "no-store"
    | "unknown-store"
    | "foreign"
    | "public"
    | "denied"
    | "failed";
  key: string | null;
  retryable: boolean;
}

/** Objects that could not be stored, because they exist already or are missing. Nothing was written. */
export declare class WriteError extends KopsError {
  kind: "exists" | "missing" | "other-key";
  objects: ObjectRef[];
}

/** A cluster that is not in the state store, and one that is there and has a similar name. */
export declare class NoCluster extends KopsError {
  cluster: string;
  similar: string | null;
}

/** Reads a cluster and its instance groups from YAML or JSON; throws `InvalidSpec`. */
export declare function load(text: string, options?: { name?: string }): Spec;

/** Checks everything in a spec that can be checked without an account, and returns all findings. */
export declare function checkOffline(spec: Spec): Diagnostic[];
