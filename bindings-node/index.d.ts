import type * as data from "./types.js";

export type {
  BoundStep,
  Budget,
  Cluster,
  Diagnostic,
  Drift,
  Dump,
  ErrorData,
  Event,
  Eviction,
  Explained,
  Facts,
  FactsQuery,
  FieldChange,
  FileAsset,
  GroupToRoll,
  ImageAsset,
  InstanceChange,
  InstanceGroup,
  InstanceStatus,
  Lease,
  Location,
  Node,
  NodeChange,
  ObjectRef,
  Outcome,
  PlanProblem,
  PlanTarget,
  Pod,
  PodId,
  PodQuery,
  Readiness,
  ReconcileEvent,
  ReconcileOptions,
  ReconcilePlan,
  ReconcileReport,
  Resource,
  RollingUpdateEvent,
  RollingUpdateOptions,
  RollingUpdatePlan,
  RollingUpdateReport,
  RunningGroup,
  Scope,
  Snapshot,
  SpecPath,
  SSHCredential,
  Step,
  StepFailure,
  Upgrade,
  UpgradeChange,
  UpgradePlan,
  Validation,
  ValidationEvent,
  Violation,
  Workload,
} from "./types.js";

/** The version of the package. */
export declare const version: string;

/** A plan as data. */
export type PlanData = data.Plan;

/** A keypair of a keyset, without its private key. Times are those of RFC 3339; what is false or empty is left out. */
export type Keypair = data.KeypairInfo;

/** A cluster as the user wrote it, with its instance groups. */
export declare class Spec {
  private constructor();
  /**
   * Makes a spec of objects with kops's names: a cluster, its instance groups, its SSH keys, and objects that are not kops's.
   * `apiVersion`, `kind` and the label of the cluster may be left out. Rejects with `InvalidSpec`.
   */
  static of(parts: SpecParts): Promise<Spec>;
  /** The cluster's full name. */
  get name(): string;
  /** The names of the instance groups. */
  get instanceGroups(): string[];
  /** The AWS region of the subnets' zones; null where they name no zone. */
  get region(): string | null;
  /** The URL of the state store that `configBase` lies in; null where it is not set. */
  get storeUrl(): string | null;
  /** What was found while the spec was read, or filled in by `fillOffline`, that stops nothing. */
  get warnings(): data.Diagnostic[];
  /** The spec with `configBase` in this state store. A `configBase` that is set stays. */
  inStore(url: string): Spec;
  /**
   * The spec with fields of its cluster, or of one of its instance groups, unset and then set by their paths. Rejects with
   * `InvalidSpec`, which has everything that is wrong.
   */
  edited(options: { instanceGroup?: string; set?: string[]; unset?: string[] }): Promise<Spec>;
  /** The spec as data; `Spec.of` takes the same. */
  data(): Promise<SpecData>;
  /** The same for `JSON.stringify`. The event loop waits meanwhile, which takes time for a large spec: prefer `data`. */
  toJSON(): SpecData;
  /** The cluster and everything of it in one YAML text, in the form of the state store. */
  toYAML(): Promise<string>;
}

/** An object of the spec, with kops's own names. */
export interface SpecObject {
  apiVersion?: string;
  kind?: string;
  metadata: { name?: string; labels?: Record<string, string>; [field: string]: unknown };
  spec?: Record<string, unknown>;
  [field: string]: unknown;
}

/** What `Spec.of` makes a spec of. */
export interface SpecParts {
  cluster: data.Cluster;
  groups?: data.InstanceGroup[];
  sshCredentials?: data.SSHCredential[];
  /** Objects that are not kops's. */
  additional?: SpecObject[];
}

/** The objects of a spec. `groups` is there also where it has none. */
export interface SpecData extends SpecParts {
  groups: data.InstanceGroup[];
}

/** A spec with every default, found valid in an account. */
export declare class FullSpec {
  private constructor();
  /** What was found that stops nothing. */
  get warnings(): data.Diagnostic[];
  /** The world as it was looked up. */
  get facts(): data.Facts;
  /** The spec as data. */
  data(): Promise<SpecData>;
  /** The same for `JSON.stringify`; see `Spec.toJSON`. */
  toJSON(): SpecData;
  /** The cluster and everything of it in one YAML text. */
  toYAML(): Promise<string>;
  /** Every value with where it comes from: what the user wrote, or the rule that filled it in. */
  explained(): Promise<data.Explained[]>;
}

/** A simulated AWS account in one region. Engines on it share what is in it. */
export declare class SimulatedAccount implements Cloud {
  private constructor();
  /** Reads an account file; throws `InvalidAccount`. */
  static fromJSON(text: string): SimulatedAccount;
  /** Writes the account file. */
  toText(): string;
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

/** A state store in memory. Engines on it share what is in it. */
export declare class MemoryStore implements StateStore {
  private readonly kind: "memory";
  get(key: string): Promise<Versioned | null>;
  put(key: string, value: Uint8Array, mode: data.PutMode): Promise<string>;
  putPublic(key: string, value: Uint8Array, mode: data.PutMode): Promise<string>;
  isPublic(key: string): Promise<boolean>;
  delete(key: string, mode: data.DeleteMode): Promise<void>;
  list(prefix: string): Promise<string[]>;
}

/** A state store in a folder. */
export declare class FileStore implements StateStore {
  private readonly kind: "file";
  constructor(path: string | URL);
  get(key: string): Promise<Versioned | null>;
  put(key: string, value: Uint8Array, mode: data.PutMode): Promise<string>;
  putPublic(key: string, value: Uint8Array, mode: data.PutMode): Promise<string>;
  isPublic(key: string): Promise<boolean>;
  delete(key: string, mode: data.DeleteMode): Promise<void>;
  list(prefix: string): Promise<string[]>;
}

/**
 * An account in one region. A method rejects with `CloudError` where it fails, of the kind that says whether the call is retried. Any
 * other error counts as an internal error that is not retried, and is its `cause`. `checkCloud` of `kops/testing` says whether an
 * implementation keeps the promises that the library relies on.
 */
export interface Cloud {
  /** Looks up what the library needs to know. What does not exist is left out; region and account are always there. */
  facts(query: data.FactsQuery): data.Facts | Promise<data.Facts>;
  /** Reads everything that belongs to a cluster: all of it, or fails. */
  observe(scope: data.Scope): data.Snapshot | Promise<data.Snapshot>;
  /** Executes one step. Repeating it has no further effect and gives the same outcome. */
  execute(step: data.BoundStep): data.Outcome | Promise<data.Outcome>;
  /** Whether a resource can be used by those that refer to it. */
  probe(kind: data.Kind, id: string): data.Readiness | Promise<data.Readiness>;
  /** Opens a bucket, for files that a spec puts outside of the state store. Without this method there are no buckets. */
  openBucket?(name: string): StateStore | Promise<StateStore>;
  /** The autoscaling groups of a cluster with their instances, and those that Karpenter launched. */
  instances?(cluster: string): data.RunningGroup[] | Promise<data.RunningGroup[]>;
  /** Versions of launch templates, named `lt-…:3`. Without this method nothing is known of them. */
  launchTemplates?(
    versions: string[],
  ): Record<string, data.LaunchTemplate> | Promise<Record<string, data.LaunchTemplate>>;
  /** What instances were launched with, by id. Without this method those of Karpenter count as outdated. */
  userData?(instances: string[]): Record<string, string> | Promise<Record<string, string>>;
  /** Changes one instance; whether that has taken effect. While it has not, it is called again. */
  changeInstance?(change: data.InstanceChange): data.Readiness | Promise<data.Readiness>;
  /** What the account has left. What cannot be read is left out. Without this method nothing is known. */
  preflight?(query: data.PreflightQuery): data.PreflightFacts | Promise<data.PreflightFacts>;
}

/**
 * The API of a running cluster. A method rejects with `ClusterApiError` where it fails. `checkCluster` of `kops/testing` says whether an
 * implementation keeps the promises that the library relies on.
 */
export interface ClusterApi {
  /** The addresses that the host of the API server resolves to. */
  addresses(): string[] | Promise<string[]>;
  /** Every node. */
  nodes(): data.Node[] | Promise<data.Node[]>;
  /** Pods of all namespaces. */
  pods(query: data.PodQuery): data.Pod[] | Promise<data.Pod[]>;
  /** The pod disruption budgets of all namespaces. */
  budgets(): data.Budget[] | Promise<data.Budget[]>;
  /** Warnings about nodes and what is in `kube-system`, the latest first. Without this method there are none. */
  warnings?(): data.ClusterWarning[] | Promise<data.ClusterWarning[]>;
  /** Changes a node. Repeating a change has no further effect. */
  changeNode(node: string, change: data.NodeChange): void | Promise<void>;
  /** Asks for the eviction of a pod. A budget that blocks it is not an error. */
  evict(pod: data.PodId): data.Eviction | Promise<data.Eviction>;
  /** Reads a lease of the namespace `kube-system`; null where there is none. Without leases, two rolling updates do not take turns. */
  lease?(name: string): data.Lease | null | Promise<data.Lease | null>;
  /**
   * Creates a lease that has no version, or replaces that version of it, and returns its new version. Rejects with a `ClusterApiError` of
   * the kind `conflict` where another writer was faster.
   */
  writeLease?(lease: data.Lease): string | Promise<string>;
  /** The version of Kubernetes that the API server runs: `v1.36.2`. Without this method and the next three, addons cannot be applied. */
  serverVersion?(): string | Promise<string>;
  /** Lists objects of one kind. There are none of a kind that the API server does not serve. */
  objects?(query: data.ObjectQuery): data.ListedObject[] | Promise<data.ListedObject[]>;
  /**
   * Writes an object, and returns it as it is then. `apply` is a server-side apply as the field manager `kops`, which takes over what others
   * manage; `create` rejects with a `ClusterApiError` of the kind `conflict` where the object is there; `annotate` adds annotations.
   */
  writeObject?(object: KubernetesObject, write: data.ObjectWrite): KubernetesObject | Promise<KubernetesObject>;
  /** Deletes an object, and what it owns in the background. One that is not there is deleted. */
  deleteObject?(id: data.ObjectId): void | Promise<void>;
}

/** An object of the Kubernetes API, with `apiVersion`, `kind` and `metadata`. */
export type KubernetesObject = { [field: string]: unknown };

/** The API server of a cluster. */
export declare class Kube implements ClusterApi {
  private constructor();
  /**
   * Uses a context of a kubeconfig, given as text: the current one unless `context` names another. `Engine.kubeconfig` makes one from
   * the state store. `server` is the URL of the API server in place of the one in the kubeconfig, and `folder` the folder of the kubeconfig,
   * in which its relative paths begin: the working directory unless set. No call is made, except by the command of the kubeconfig's user
   * where it has one. A call waits `timeout` seconds for its answer, 60 unless less. Rejects with `ClusterApiError` of the kind `kubeconfig`
   * where the text cannot be used.
   */
  static connect(
    kubeconfig: string,
    options?: { context?: string; server?: string; folder?: string; timeout?: number },
  ): Promise<Kube>;
  addresses(): Promise<string[]>;
  nodes(): Promise<data.Node[]>;
  pods(query: data.PodQuery): Promise<data.Pod[]>;
  budgets(): Promise<data.Budget[]>;
  warnings(): Promise<data.ClusterWarning[]>;
  changeNode(node: string, change: data.NodeChange): Promise<void>;
  evict(pod: data.PodId): Promise<data.Eviction>;
  lease(name: string): Promise<data.Lease | null>;
  writeLease(lease: data.Lease): Promise<string>;
  serverVersion(): Promise<string>;
  objects(query: data.ObjectQuery): Promise<data.ListedObject[]>;
  writeObject(object: KubernetesObject, write: data.ObjectWrite): Promise<KubernetesObject>;
  deleteObject(id: data.ObjectId): Promise<void>;
}

/**
 * A simulated cluster, for tests: every instance that an account has of it becomes a node. What takes time advances each time nodes or
 * pods are listed.
 */
export declare class SimulatedCluster implements ClusterApi {
  /**
   * Runs a cluster on the instances of an account. `workloads` are pods that it keeps running, `joiningAfter` is how often nodes must be
   * listed until a new instance is a node, 1 unless set, and `addresses` are what the host of the API server resolves to.
   */
  constructor(
    cloud: Cloud,
    name: string,
    options?: { workloads?: data.Workload[]; joiningAfter?: number; addresses?: string[] },
  );
  /** Sets whether new instances become nodes. */
  setJoining(joins: boolean): void;
  /**
   * Sets the version of the kubelets of instances that were not seen before; by default `v1.35.5`, which new clusters get unless they name
   * another.
   */
  setKubeletVersion(version: string): void;
  /** Sets whether a node is ready. */
  setReady(node: string, ready: boolean): void;
  /** Puts a pod into the cluster, in place of one of its namespace and name. */
  place(pod: data.Pod): void;
  /** Removes a pod. */
  remove(namespace: string, name: string): void;
  addresses(): Promise<string[]>;
  nodes(): Promise<data.Node[]>;
  pods(query: data.PodQuery): Promise<data.Pod[]>;
  budgets(): Promise<data.Budget[]>;
  warnings(): Promise<data.ClusterWarning[]>;
  changeNode(node: string, change: data.NodeChange): Promise<void>;
  evict(pod: data.PodId): Promise<data.Eviction>;
  lease(name: string): Promise<data.Lease | null>;
  writeLease(lease: data.Lease): Promise<string>;
  serverVersion(): Promise<string>;
  objects(query: data.ObjectQuery): Promise<data.ListedObject[]>;
  writeObject(object: KubernetesObject, write: data.ObjectWrite): Promise<KubernetesObject>;
  deleteObject(id: data.ObjectId): Promise<void>;
}

/** A bucket that an account opened. */
export declare class Bucket implements StateStore {
  private constructor();
  get(key: string): Promise<Versioned | null>;
  put(key: string, value: Uint8Array, mode: data.PutMode): Promise<string>;
  putPublic(key: string, value: Uint8Array, mode: data.PutMode): Promise<string>;
  isPublic(key: string): Promise<boolean>;
  delete(key: string, mode: data.DeleteMode): Promise<void>;
  list(prefix: string): Promise<string[]>;
}

/** An object of a state store, and its version, which differs where the content differs. */
export interface Versioned {
  value: Uint8Array;
  version: string;
}

/**
 * A versioned store of objects. A method rejects with `StateError`: of the kind `conflict` where `mode` does not hold. `checkStore` of
 * `kops/testing` says whether an implementation keeps the promises that the library relies on.
 */
export interface StateStore {
  /** Reads an object; null where there is none. */
  get(key: string): Versioned | null | Promise<Versioned | null>;
  /** Writes a whole object or nothing, and returns its new version. */
  put(key: string, value: Uint8Array, mode: data.PutMode): string | Promise<string>;
  /** Deletes an object. */
  delete(key: string, mode: data.DeleteMode): void | Promise<void>;
  /** Every key at or below a prefix, sorted; the empty prefix is the root. */
  list(prefix: string): string[] | Promise<string[]>;
  /**
   * Writes a whole object that everyone can read, as the discovery documents of service accounts need it, and returns its new version.
   * Without this method the store publishes nothing.
   */
  putPublic?(key: string, value: Uint8Array, mode: data.PutMode): string | Promise<string>;
  /** Whether an object is there and everyone can read it. The last write of an object decides. */
  isPublic?(key: string): boolean | Promise<boolean>;
}

/** AWS: accounts, credentials and buckets. Credentials, region and endpoint are never read from the environment. */
export declare namespace aws {
  /** Keys of AWS, as the AWS SDK for JavaScript has them. */
  interface Credentials {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
    /** When they expire; never without it. */
    readonly expiration?: Date;
  }

  /**
   * A function that resolves to keys, such as a provider of the AWS SDK for JavaScript. It is called again five minutes before
   * they expire.
   */
  type CredentialsProvider = () => Promise<Credentials>;

  /** An AWS account in one region. Engines on it share connections and the budget of calls. */
  class Account implements Cloud {
    private readonly kind: "aws";
    /**
     * Names the account; no call is made. `endpoint` is the URL of a server to use in place of AWS. `caCertificates` are those of the
     * authorities to trust, as PEM. Without them, HTTPS trusts those of the system, or those in `SSL_CERT_FILE` and `SSL_CERT_DIR` where
     * these are set.
     */
    constructor(options: {
      region: string;
      credentials: Credentials | CredentialsProvider;
      endpoint?: string;
      caCertificates?: string;
    });
    /** The region. */
    get region(): string;
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

  /** A bucket of S3 as a state store. */
  class S3Store implements StateStore {
    private readonly kind: "s3";
    /**
     * Names `s3://BUCKET` or `s3://BUCKET/PREFIX`, in whichever region of the account it is; no call is made. Throws `StateError`
     * where the URL names no bucket.
     */
    constructor(url: string, account: Account);
    /** Its URL. */
    get url(): string;
    get(key: string): Promise<Versioned | null>;
    put(key: string, value: Uint8Array, mode: data.PutMode): Promise<string>;
    putPublic(key: string, value: Uint8Array, mode: data.PutMode): Promise<string>;
    isPublic(key: string): Promise<boolean>;
    delete(key: string, mode: data.DeleteMode): Promise<void>;
    list(prefix: string): Promise<string[]>;
  }
}

/**
 * What would change, why, in which order and what it disrupts.
 *
 * `structuredClone` and `postMessage` copy nothing of it: `toText` and `Plan.fromJSON` bring it to another thread.
 */
export declare class Plan {
  private constructor();
  /** Reads a plan that `toText` wrote; rejects with `InvalidPlan`. */
  static fromJSON(text: string): Promise<Plan>;
  /** Reads a plan that `save` wrote; rejects with `InvalidPlan`, or where the file cannot be read. */
  static load(path: string | URL): Promise<Plan>;
  /** Writes the plan to a file, as canonical JSON. */
  save(path: string | URL): Promise<void>;
  /** The cluster's full name. */
  get cluster(): string;
  /** The AWS region. */
  get region(): string;
  /** True where nothing would change. */
  get isEmpty(): boolean;
  /** Findings about the spec that stop nothing. */
  get warnings(): data.Diagnostic[];
  /** The number of steps. */
  get size(): number;
  /** The hash of the plan: 64 hexadecimal digits, the same in every language and for every path of the spec's file. */
  hash(): Promise<string>;
  /**
   * The minimum permissions to apply exactly this plan, as IAM policies. `storeUrl` is the state store that is written, and `account` the AWS
   * account ID, where the plan is not to name it.
   */
  leastPermissions(options?: { storeUrl?: string; account?: string }): Promise<data.IamPolicy[]>;
  /**
   * The report that people read: as `text`, the default, as `wide` text with the purpose and source of each resource, or as `markdown`
   * that fits the comment of a pull request.
   */
  report(options?: { format?: "text" | "wide" | "markdown" }): Promise<string>;
  /** The plan as canonical JSON text. */
  toText(): Promise<string>;
  /** The plan as data, read in parts: nothing waits for a large plan. */
  data(): Promise<PlanData>;
  /** The plan as data, for `JSON.stringify`. The event loop waits meanwhile, which takes time for a large plan: prefer `data`. */
  toJSON(): PlanData;
  /** One line: the cluster, the region and the number of steps. */
  toString(): string;
}

/** How far a plan was applied, by the ids of its steps. Every step is in exactly one of the lists. */
export type Report = data.Report;

/**
 * A run, such as a plan that is being applied. It can be awaited for its report, and iterated over for what happens:
 * `for await (const event of run)`. Nothing is lost, however slowly events are read; leaving the loop early stops the run. Both throw what
 * went wrong, a loop after the last event. A run that fails and is neither awaited nor iterated over is an unhandled rejection.
 */
export declare class Run<E = data.Event, R = Report> implements Promise<R>, AsyncIterable<E> {
  private constructor();
  readonly [Symbol.toStringTag]: string;
  // biome-ignore lint/suspicious/noThenProperty: a run is awaited for its report.
  then: Promise<R>["then"];
  catch: Promise<R>["catch"];
  finally: Promise<R>["finally"];
  [Symbol.asyncIterator](): AsyncGenerator<E, void, void>;
}

/**
 * A call that was stopped by an `AbortSignal`, whose reason is the `cause`. A run lets calls that are under way finish first; any other call
 * rejects at once.
 */
export declare class AbortError extends Error {
  name: "AbortError";
  code: "ABORT_ERR";
  /** How far the run came, where it had begun, as awaiting it returns it; of a set, the clusters that are done. */
  report?: Report | data.RollingUpdateReport | data.ReconcileReport | data.SetReport;
}

/** Clusters in one account and one state store. */
export declare class Engine {
  /**
   * Works in an account: a `SimulatedAccount`, an `aws.Account`, or a `Cloud` of your own. Where a subclass, or a test, replaced methods of
   * an account or a state store of the package before, the engine calls these. `store` is a state store, one of your own, or a URL:
   * `file://DIR`, `s3://BUCKET` of the account, or `memfs://`, the default: a new one in memory. `addons` are the manifests of addons that
   * other projects publish, by their place below `addons` in a state store; `fileHashes` the SHA-256 of files that nodes download, by URL, beside those that the library
   * knows; `channels` the texts of channels, by the location that specs name them by. `clock` is `simulated` where waits should take no
   * time, as they do on simulated accounts, for a cloud of your own in a test. Throws `StateError`, and `InvalidSpec` for a channel that
   * cannot be read.
   */
  constructor(options: {
    cloud: Cloud;
    store?: string | StateStore;
    addons?: Record<string, string>;
    fileHashes?: Record<string, string>;
    channels?: Record<string, string>;
    clock?: "system" | "simulated";
    /** A cluster is locked while it is written: what others read of who holds the lock. */
    holder?: string;
    /** How many seconds to wait for another writer; 0 unless set. */
    lockTimeout?: number;
  });
  /**
   * Looks up what a spec needs to know of the world, fills in its defaults and checks it. Rejects with `InvalidSpec` with
   * everything that is wrong, with `CloudError`, and with `AbortError` where `signal` stopped it.
   */
  check(spec: Spec, options?: { signal?: AbortSignal }): Promise<FullSpec>;
  /** The graph of what the cluster is made of, as data. Rejects as `check`. */
  graph(spec: Spec, options?: { signal?: AbortSignal }): Promise<data.Graph>;
  /** What a spec needs to know of the world. The spec need not be valid. Rejects with `CloudError`. */
  facts(spec: Spec, options?: { signal?: AbortSignal }): Promise<data.Facts>;
  /** Everything that `terraformOffline` takes of the account and the published files. Rejects with `CloudError` and `StateError`. */
  factsToRender(spec: Spec, options?: { signal?: AbortSignal }): Promise<data.Facts>;
  /**
   * The cluster as files for Terraform, by their path. The objects of the state store are among them where that is in S3.
   *
   * `createKeys` creates the keysets and secrets that the state store lacks, as kops does; without it what the files need of them
   * becomes variables. With the `previous` files, subnets that had another name in them are moved, and autoscaling groups leave the
   * load balancers and target groups that they had in them and have not any more. Rejects as `check`, and with `StateError`.
   */
  terraform(
    spec: Spec,
    options?: { createKeys?: boolean; previous?: Record<string, string>; signal?: AbortSignal },
  ): Promise<Record<string, string>>;
  /**
   * Makes a cluster with its instance groups of options, as `kops create cluster --dry-run` does. Nothing is written anywhere:
   * `create` stores what `inStore` gives a place. Rejects with `InvalidSpec` with everything that is wrong with the options, and with
   * `CloudError`.
   */
  newCluster(cluster: data.ClusterOptions, options?: { signal?: AbortSignal }): Promise<Spec>;
  /**
   * Plans what would change in the account. Nothing is written anywhere.
   *
   * `prune` also deletes what the cluster owns and no longer wants although something may run on it; `allow` names the
   * resources whose dangerous steps are allowed, `*` for all. With `instanceGroups` or `roles`, other instance groups stay as they are;
   * where both are given, a group must fit both. `signal` stops planning with an `AbortError`. Rejects with `InvalidSpec`,
   * `PlanningFailed`, `CloudError` or `StateError`.
   */
  plan(
    spec: Spec,
    options?: {
      prune?: boolean;
      allow?: string[];
      instanceGroups?: string[];
      roles?: data.InstanceGroupRole[];
      signal?: AbortSignal;
    },
  ): Promise<Plan>;
  /**
   * Plans the deletion of everything that a cluster owns. Nothing is written anywhere.
   *
   * Persistent volumes and their snapshots are retained and named in the plan; `allow` names those that are deleted too, `*` for
   * all. Rejects with `PlanningFailed`, `CloudError` or `StateError`.
   */
  planDeletion(spec: Spec, options?: { allow?: string[]; signal?: AbortSignal }): Promise<Plan>;
  /**
   * Checks whether the account has what a plan needs: quotas, free addresses, permissions. Nothing is written anywhere. `apply` does not
   * do this by itself. What the account lacks has the result `failed`; what could not be read has `not-checked`. Rejects with
   * `PlanTargetMismatch` or `CloudError`.
   */
  preflight(plan: Plan, options?: { signal?: AbortSignal }): Promise<data.Preflight>;
  /**
   * Applies a plan, `parallel` steps at once, 16 unless set. A resource may take `readyWithin` seconds to become ready, 600 unless
   * set; when `signal` stops the run, it waits `grace` seconds for calls that are under way, 10 unless set.
   *
   * Rejects with `PlanTargetMismatch`, `PlanStale`, `PlanNotAllowed` or `InvalidPlan` before the first change, with
   * `ApplyIncomplete` where not every step was done, and with `AbortError` where `signal` stopped it. Planning again shows what is
   * left.
   */
  apply(plan: Plan, options?: { parallel?: number; readyWithin?: number; grace?: number; signal?: AbortSignal }): Run;
  /**
   * Plans what would make the clusters and instance groups of a set what a YAML or JSON text says. Nothing is written.
   *
   * What left the set since it was applied last is named in the plan; `prune` deletes it, and what clusters own and no longer need.
   * Objects of other sets, or of none, are not touched. `set` is `default` unless set; `storeUrl` is the state store of clusters that do
   * not set `configBase`; `name` is the file's name in errors. Rejects with `InvalidSpec` also where objects are in another set or region or protected, or where nothing is given and
   * `prune` is set, `NoCluster`, `PlanningFailed`, `CloudError` or `StateError`.
   */
  planSet(
    text: string,
    options?: {
      name?: string;
      set?: string;
      prune?: boolean;
      allow?: string[];
      storeUrl?: string;
      signal?: AbortSignal;
    },
  ): Promise<data.SetPlan>;
  /**
   * Applies the plan of a set, cluster by cluster, and stores its objects. The options are as in `apply`. Rejects with `InvalidPlan` where
   * the plan was edited and `PlanTargetMismatch`, both before the first change, and with `ApplySetIncomplete` where a cluster failed: its
   * `report` has the clusters that were done before, its `error` is what `replace` or `apply` rejects with. Planning and applying again
   * continues.
   */
  applySet(
    plan: data.SetPlan,
    options?: { parallel?: number; readyWithin?: number; grace?: number; signal?: AbortSignal },
  ): Run<data.SetEvent, data.SetReport>;
  /**
   * Checks whether the account has what the plan of a set needs: `clusters` has each cluster by itself, as `preflight` checks it, and
   * `together` what several of them need of the same quotas and of the same subnets that exist. Nothing is written. Rejects with
   * `InvalidPlan` where the plan was edited, `PlanTargetMismatch` or `CloudError`.
   */
  preflightSet(plan: data.SetPlan, options?: { signal?: AbortSignal }): Promise<data.SetPreflight>;
  /** The names of all clusters in the state store, sorted. Rejects with `StateError`. */
  clusters(): Promise<string[]>;
  /** Reads a cluster from the state store, as it was stored. Rejects with `NoCluster`, `InvalidSpec` or `StateError`. */
  load(cluster: string): Promise<Spec>;
  /**
   * Adds the objects of a YAML or JSON text to the state store. Rejects with `InvalidSpec`, `WriteError` or `StateError`; then
   * nothing is written.
   */
  create(text: string, options?: { name?: string }): Promise<data.ObjectRef[]>;
  /**
   * Replaces objects of the state store by those of a text; `createMissing` also adds those that are not there. Rejects as
   * `create`.
   */
  replace(text: string, options?: { name?: string; createMissing?: boolean }): Promise<data.ObjectRef[]>;
  /**
   * Deletes everything that the state store holds of a cluster, the last act of its deletion, and returns how many objects that
   * were. Rejects with `StateError`, also where the store holds objects that are not kops's.
   */
  forget(cluster: string): Promise<number>;
  /**
   * Makes an instance group for a cluster, with its size, subnets, image and instance type written out. `role` is `Node` unless set;
   * `subnets` are names of the spec, `zones` add the subnets in them. Nothing is written: `create` takes it as text.
   *
   * Rejects with `InvalidSpec`, which has everything that is wrong, or `CloudError`.
   */
  newInstanceGroup(
    spec: Spec,
    name: string,
    options?: { role?: data.InstanceGroupRole; subnets?: string[]; zones?: string[]; signal?: AbortSignal },
  ): Promise<data.InstanceGroup>;
  /**
   * Unsets and sets fields of a stored cluster, or of one of its instance groups, by their paths: `spec.kubelet.maxPods=200`.
   *
   * Rejects with `InvalidSpec`, which has everything that is wrong, `NoCluster`, `WriteError`, `CloudError` or `StateError`; then
   * nothing is written.
   */
  edit(cluster: string, options: { instanceGroup?: string; set?: string[]; unset?: string[] }): Promise<data.ObjectRef>;
  /**
   * Plans the deletion of an instance group in the account, and of nothing else. Once the plan was applied,
   * `forgetInstanceGroup` deletes the group from the state store.
   *
   * Rejects with `InvalidSpec` where the cluster has no such group or needs it, `PlanningFailed`, `CloudError` or `StateError`.
   */
  planInstanceGroupDeletion(spec: Spec, instanceGroup: string, options?: { signal?: AbortSignal }): Promise<Plan>;
  /** Deletes an instance group from the state store. Rejects with `WriteError` where it is not there, or `StateError`. */
  forgetInstanceGroup(cluster: string, instanceGroup: string): Promise<void>;
  /**
   * Deletes the public SSH keys of a cluster from the state store, and returns how many there were. `create` adds one, as an object
   * `SSHCredential`. Rejects with `StateError`.
   */
  deleteSSHKeys(cluster: string): Promise<number>;
  /**
   * Plans the upgrade of a spec to what its channel recommends: the changes, notes on what stays, and the upgraded spec as YAML,
   * which `replace` takes.
   *
   * Rejects with `InvalidSpec` where the version is none, or `CloudError`.
   */
  planUpgrade(
    spec: Spec,
    options?: { channel?: string; kubernetesVersion?: string; signal?: AbortSignal },
  ): Promise<data.Upgrade>;
  /** The lock of a cluster; null where it is free. Rejects with `StateError`. */
  lock(cluster: string): Promise<data.ClusterLock | null>;
  /** Takes the lock of a cluster away from its holder, and returns what it was: for a holder that no longer runs. */
  unlock(cluster: string): Promise<data.ClusterLock | null>;
  /**
   * The keypairs of a cluster, of all keysets or of one. Private keys are never part of them. Rejects with `NoCluster`,
   * `KeysetError` or `StateError`.
   */
  keypairs(cluster: string, keyset?: string): Promise<Keypair[]>;
  /**
   * Adds a keypair to a keyset and returns its id. `certificate` and `privateKey` are PEM texts; what is missing is made.
   * Rejects with `NoCluster`, `KeysetError` or `StateError`; then nothing is written.
   */
  createKeypair(
    cluster: string,
    keyset: string,
    options?: { certificate?: string; privateKey?: string; primary?: boolean },
  ): Promise<string>;
  /**
   * Makes a keypair the primary one of its keyset, which signs, and returns its id. Without an id it is the newest that can be
   * used, and null is returned where that is the primary one already. It is refused with a `KeysetError` of the kind
   * `not-rolled-out` where `groupsToRoll` finds instance groups that do not have the keys of the state store yet; `force` continues
   * anyway, which may cut off instances. Rejects as `createKeypair`, and without `force` also as `groupsToRoll`; then nothing is written.
   */
  promoteKeypair(cluster: string, keyset: string, id?: string, options?: { force?: boolean }): Promise<string | null>;
  /**
   * Distrusts keypairs of a keyset and returns the ids of those that were trusted. Without ids they are all that are older than
   * the primary one. It is refused, and rejects, as `promoteKeypair`.
   */
  distrustKeypairs(cluster: string, keyset: string, ids?: string[], options?: { force?: boolean }): Promise<string[]>;
  /** Trusts keypairs of a keyset again and returns the ids of those that were distrusted. Rejects as `createKeypair`. */
  trustKeypairs(cluster: string, keyset: string, ids: string[]): Promise<string[]>;
  /** The names of a cluster's secrets. Rejects with `NoCluster` or `StateError`. */
  secrets(cluster: string): Promise<string[]>;
  /** The content of a secret. Rejects with `NoCluster`, `SecretError` or `StateError`. */
  secret(cluster: string, name: string): Promise<Uint8Array>;
  /**
   * Stores a secret: `encryptionconfig`, `ciliumpassword`, `dockerconfig`. `replace` replaces one that is there. Rejects with
   * `NoCluster`, `SecretError` or `StateError`; then nothing is written.
   */
  createSecret(
    cluster: string,
    name: string,
    content: Uint8Array | string,
    options?: { replace?: boolean },
  ): Promise<void>;
  /** Deletes a secret. Rejects with `NoCluster`, `SecretError` or `StateError`. */
  deleteSecret(cluster: string, name: string): Promise<void>;
  /**
   * The text of a kubeconfig with a cluster in it, whose context is the current one. Rejects with `NoCluster`, `KeysetError`,
   * `KubeconfigError`, `CloudError` or `StateError`.
   */
  kubeconfig(cluster: string, options?: KubeconfigOptions): Promise<string>;
  /**
   * Validates a running cluster. What is wrong with it is in the result, whose `failures` are empty for a healthy one. It is tried once,
   * or for `timeout` seconds until `count` attempts in a row, 1 unless set, find it healthy, with `interval` seconds in between, 10
   * unless set. A failure that cannot heal ends the wait. Each event is what came of an attempt. Rejects with `CloudError` and
   * `ClusterApiError`.
   */
  validateCluster(
    spec: Spec,
    cluster: ClusterApi,
    options?: { timeout?: number; count?: number; interval?: number; signal?: AbortSignal },
  ): Run<data.ValidationEvent, data.Validation>;
  /** The instances of a cluster, joined with its nodes where `cluster` is given. Rejects with `CloudError` and `ClusterApiError`. */
  instances(spec: Spec, cluster?: ClusterApi, options?: { signal?: AbortSignal }): Promise<data.InstanceStatus[]>;
  /** The addons that a cluster runs, as the annotations of its namespaces say. Rejects with `ClusterApiError`. */
  installedAddons(cluster: ClusterApi, options?: { signal?: AbortSignal }): Promise<data.InstalledAddon[]>;
  /**
   * Plans which addons of a cluster are applied: those that the state store has in another version than the cluster runs. Nothing is
   * changed. The control plane applies them by itself, within about a minute after an update. Lists and manifests that cannot be read are
   * in `failed` of the plan. Rejects with `KopsError` for the name of an addon that there is not, or where `cluster` is another one, with
   * `CloudError`, `StateError` and `ClusterApiError`.
   */
  planAddons(
    spec: Spec,
    cluster: ClusterApi,
    options?: data.AddonOptions & { signal?: AbortSignal },
  ): Promise<data.AddonsPlan>;
  /**
   * Applies the addons of `planAddons`, as the control plane does, and deletes objects that left them. With `timeout`, in seconds,
   * everything is waited for until it runs, and the API server until it answers. What failed is in the report; the next run continues. Rejects as `planAddons`.
   */
  applyAddons(
    spec: Spec,
    cluster: ClusterApi,
    options?: data.AddonOptions & { signal?: AbortSignal },
  ): Run<data.AddonEvent, data.AddonsReport>;
  /**
   * Everything of a cluster that a maintainer would ask for, without secrets: its spec, the resources of the account, the instances with
   * their nodes, and the pods. It is for clusters in trouble: what cannot be read is listed in `missing`, and the spec need not be valid.
   * Without `cluster` there are no nodes and pods.
   */
  dump(spec: Spec, cluster?: ClusterApi, options?: { signal?: AbortSignal }): Promise<data.Dump>;
  /**
   * The instance groups that must be replaced before a keypair can be promoted or distrusted safely: instances get keys when they boot,
   * and a keypair that signs before all trust it, or that is distrusted while some still sign with its predecessor, cuts them off.
   * Rejects as `plan`.
   */
  groupsToRoll(spec: Spec, options?: { signal?: AbortSignal }): Promise<data.GroupToRoll[]>;
  /**
   * Plans the steps that bring a running cluster to its spec, as `kops reconcile cluster` takes them: several passes where the spec is
   * several minor versions of Kubernetes ahead. Nothing is changed. Rejects with `InvalidSpec`, also where Kubernetes cannot go back to
   * the version, with `CloudError` and with `ClusterApiError`, and with `KopsError` while instances of the control plane are not
   * nodes yet.
   */
  planReconcile(spec: Spec, cluster: ClusterApi, options?: { signal?: AbortSignal }): Promise<data.ReconcilePlan>;
  /**
   * Runs the steps of `planReconcile`: the control plane is updated, waited for and replaced, then the nodes; in the end what the
   * cluster no longer needs is deleted. A run that `signal` stopped rejects with `AbortError` and is continued by the next one. What
   * failed is in the report. Rejects as `planReconcile` before anything is done.
   */
  reconcile(
    spec: Spec,
    cluster: ClusterApi,
    options?: data.ReconcileOptions & { signal?: AbortSignal },
  ): Run<data.ReconcileEvent, data.ReconcileReport>;
  /**
   * Plans the replacement of a cluster's outdated instances. Nothing is changed. Without `cluster` it is not known which instances are
   * nodes, and which pods cannot be evicted now. Rejects with `CloudError` and `ClusterApiError`, and with `KopsError` for an instance
   * group that is not there.
   */
  planRollingUpdate(
    spec: Spec,
    cluster?: ClusterApi,
    options?: data.RollingUpdateOptions & { signal?: AbortSignal },
  ): Promise<data.RollingUpdatePlan>;
  /**
   * Replaces the outdated instances of a cluster: bastions, then the control plane one by one, then the nodes. Each is drained before it
   * is terminated, and the next follows when the cluster is healthy. With `instances`, ids of instances or names of nodes, it deletes
   * these, as `kops delete instance` does. Without `cluster` instances are terminated as they are, and only the
   * autoscaling groups are waited for. A run that `signal` stopped rejects with `AbortError` and is continued by the next one. What failed
   * is in the report.
   */
  rollingUpdate(
    spec: Spec,
    cluster?: ClusterApi,
    options?: data.RollingUpdateOptions & { signal?: AbortSignal },
  ): Run<data.RollingUpdateEvent, data.RollingUpdateReport>;
}

/** What a kubeconfig should hold. */
export interface KubeconfigOptions {
  /** The text of a kubeconfig, of which everything of others stays. */
  existing?: string;
  /** Adds a certificate of an administrator that is valid for so many seconds. */
  admin?: number;
  /** Whom that certificate is for: its common name is `kubecfg-` and this. */
  adminName?: string;
  /** A user of `existing`. */
  user?: string;
  /** Uses the API's name inside the VPC. */
  internal?: boolean;
  /** The URL of the API, in place of the one that follows from the cluster. */
  apiServer?: string;
  /** The URL of the state store that `kubectl` gets credentials from, by running `kops helpers kubectl-auth`. */
  authPlugin?: string;
}

/** Anything that the library could not do. */
export declare class KopsError extends Error {
  /** What would help, where that is known. */
  help: string | null;
  /** The name, the message and the fields, for `JSON.stringify`. */
  toJSON(): { name: string; message: string; help: string | null; [field: string]: unknown };
}

/** A spec that is wrong, with everything that was found. */
export declare class InvalidSpec extends KopsError {
  diagnostics: data.Diagnostic[];
}

/** A template that cannot be rendered, with the file and the line. */
export declare class InvalidTemplate extends KopsError {
  file: string;
  line: number | null;
}

/** A file that is not a simulated account. */
export declare class InvalidAccount extends KopsError {}

/** A text that is not a plan, or a plan that cannot be applied. Nothing was done. */
export declare class InvalidPlan extends KopsError {}

/** An account that cannot become what the spec says, with everything that stands in the way. */
export declare class PlanningFailed extends KopsError {
  errors: data.PlanProblem[];
}

/** A plan that is for another account or region. Nothing was done. */
export declare class PlanTargetMismatch extends KopsError {
  planned: data.PlanTarget;
  found: data.PlanTarget;
}

/** A plan that cannot be applied, because something is no longer as the plan found it. Nothing was done. */
export declare class PlanStale extends KopsError {
  moved: data.Drift[];
}

/** A plan with steps about what is not the cluster's, or deletions that its options do not allow. Nothing was done. */
export declare class PlanNotAllowed extends KopsError {
  violations: data.Violation[];
}

/** A plan of which not every step was done, with the ids of the steps. Planning again shows what is left. */
export declare class ApplyIncomplete extends KopsError {
  cancelled: boolean;
  done: number[];
  /** Those that failed, and why; what a cloud of your own threw is the `cause` of the `error`. */
  failed: (data.StepFailure & { error: { cause?: unknown } })[];
  inFlight: number[];
  notStarted: number[];
  /** What AWS assigned to each resource that was created or changed. */
  outputs: data.Report["outputs"];
  /** The same as a report. */
  get report(): Report;
}

/** A set of which a cluster failed. Planning and applying the set again continues. */
export declare class ApplySetIncomplete extends KopsError {
  /** The cluster that failed. */
  cluster: string;
  /** The clusters that were done before. */
  report: data.SetReport;
  /** Why the cluster failed, as `replace` and `apply` reject; it is the `cause` too. */
  error: KopsError;
}

/** A call to the cloud that failed. */
export declare class CloudError extends KopsError {
  /**
   * An error of a cloud of your own; `internal` unless `kind` is set. Whether it is `retryable` follows from the kind. The error that a call
   * rejects with has the same `cause`.
   */
  constructor(
    message: string,
    fields?: {
      kind?: data.ErrorKind;
      operation?: string;
      code?: string;
      requestId?: string;
      resource?: string;
      permission?: string;
      cause?: unknown;
    },
  );
  kind: data.ErrorKind;
  retryable: boolean;
  operation: string;
  code: string | null;
  requestId: string | null;
  resource: string | null;
  /** The permission that was missing, for the kind `denied`. */
  permission: string | null;
}

/** A call to the API of a running cluster that failed. */
export declare class ClusterApiError extends KopsError {
  /** An error of a cluster of your own; `internal` unless `kind` is set. `retryable` and `cause` are as in `CloudError`. */
  constructor(
    message: string,
    fields?: { kind?: data.ClusterApiErrorKind; operation?: string; status?: number; cause?: unknown },
  );
  kind: data.ClusterApiErrorKind;
  retryable: boolean;
  operation: string;
  status: number | null;
}

/** A state store that failed. */
export declare class StateError extends KopsError {
  /** An error of a state store of your own; `failed` unless `kind` is set. `cause` is as in `CloudError`. */
  constructor(
    message: string,
    fields?: { kind?: data.StateErrorKind; key?: string; retryable?: boolean; cause?: unknown },
  );
  kind: data.StateErrorKind;
  key: string | null;
  retryable: boolean;
  /** Who holds the lock of the cluster, for the kinds `locked` and `lock-lost`. */
  lock: data.ClusterLock | null;
}

/** Objects that could not be stored, because they exist already or are missing. Nothing was written. */
export declare class WriteError extends KopsError {
  kind: data.WriteErrorKind;
  objects: data.ObjectRef[];
}

/** A cluster that is not in the state store, and one that is there and has a similar name. */
export declare class NoCluster extends KopsError {
  cluster: string;
  similar: string | null;
}

/** A keyset or a keypair that cannot be used or changed. Nothing was written. */
export declare class KeysetError extends KopsError {
  kind: data.KeysetErrorKind;
  keyset: string;
}

/** A secret that is missing, that exists already, or that is not what nodes expect. Nothing was written. */
export declare class SecretError extends KopsError {
  kind: data.SecretErrorKind;
  secret: string;
}

/** A text that is not a kubeconfig, or a user that is not in it. */
export declare class KubeconfigError extends KopsError {}

/**
 * Reads a cluster and its instance groups from a YAML or JSON text, or from objects with kops's own names. `name` is the file's
 * name in findings. Unknown fields are errors; with `allowUnknownFields` they are warnings and left out. Rejects with
 * `InvalidSpec`.
 */
export declare function load(
  source: string | Uint8Array | SpecObject | SpecObject[],
  options?: { name?: string; allowUnknownFields?: boolean },
): Promise<Spec>;

/** Reads a cluster and its instance groups from files; see `load`. Rejects too where a file cannot be read. */
export declare function loadFiles(paths: (string | URL)[], options?: { allowUnknownFields?: boolean }): Promise<Spec>;

/**
 * Plans what would change in the account of a cluster whose spec is changed, with no account and no state store. Such a plan is for
 * reading. `facts` is what is known of the account, as `Engine.facts` returns it or in parts; the rest is assumed to be as both
 * specs say. `addons` is the addon source, as of `Engine`.
 *
 * Rejects with `InvalidSpec`, which has everything that is wrong with the new spec, or `PlanningFailed`.
 */
export declare function diff(
  from: Spec,
  to: Spec,
  options?: { facts?: Partial<data.Facts>; addons?: Record<string, string> },
): Promise<Plan>;

/**
 * Plans the way from a cluster that is as one spec says to another spec of it, with no account and no cluster. The steps are those of
 * `Engine.reconcile`: each update has what it would change, each rolling update the instance groups that it would replace, and why.
 *
 * Rejects with `InvalidSpec`, also where Kubernetes cannot go back to the version, or `PlanningFailed`.
 */
export declare function upgradePlan(from: Spec, to: Spec): Promise<data.UpgradePlan>;

/**
 * The report of the plan of a set that people read, with the total of its clusters. The formats are as in `Plan.report`; as `markdown`, all
 * clusters together fit the comment of a pull request.
 */
export declare function reportSet(
  plan: data.SetPlan,
  options?: { format?: "text" | "wide" | "markdown" },
): Promise<string>;

/**
 * Draws a cluster without an account: network, zones, subnets, instance groups, load balancers and egress. With a plan, such as that of
 * `diff`, what is new, changed and deleted is marked. `mermaid` is the source of a flowchart that GitHub and GitLab draw in Markdown.
 * Rejects with `InvalidSpec`.
 */
export declare function diagram(spec: Spec, options?: { plan?: Plan; format?: "svg" | "mermaid" }): Promise<string>;

/**
 * Estimates what a cluster costs a month, without an account: with every group at its smallest and its largest size. `prices` is the text of
 * a table of prices, as `priceTable` returns the one that ships. What the table has no price for is named and not counted. Rejects with `InvalidSpec`, and with `TypeError` or `RangeError` for a text that is no table.
 */
export declare function estimateCost(spec: Spec, options?: { prices?: string }): Promise<data.CostEstimate>;

/** The text of the table of prices that ships: an example to start a table of your own from. */
export declare function priceTable(): string;

/**
 * The minimum permissions to plan, to apply and to delete a cluster, as IAM policies, without an account. `account` is the AWS account
 * ID, which limits the policies to it. Rejects with `InvalidSpec`.
 */
export declare function leastPermissions(spec: Spec, options?: { account?: string }): Promise<data.IamPolicies>;

/** Checks everything in a spec that can be checked without an account, and returns all findings. */
export declare function checkOffline(spec: Spec): Promise<data.Diagnostic[]>;

/** Lists every file and container image that nodes download, with its digest where that is known, without an account. */
export declare function listAssets(spec: Spec): Promise<data.Assets>;

/**
 * Explains the code of a finding: what it means, an example, and what to write instead. Throws `TypeError` for a code that does not
 * exist.
 */
export declare function explain(code: string): data.CodePage;

/**
 * Explains a field of the spec: its type, what it means, its unit and its default, and the fields below it; `all` adds those of all
 * levels. A path begins with the kind of the object: `cluster.spec.networking.cilium`. Rejects with `TypeError` for a field that does not
 * exist.
 */
export declare function explainField(path: string, options?: { all?: boolean }): Promise<data.FieldPage>;

/** Returns the JSON Schema of specs, plans and everything else that the package takes and returns, as `$defs` by name. */
export declare function schema(): Promise<{ $schema: string; $defs: Record<string, object> }>;

/**
 * Makes a spec that is supported today of an old one. The new text is the old one, edited in place; each change comes with its
 * reason, and what is left to decide as findings. Rejects with `InvalidSpec` for a text that is neither YAML nor JSON.
 */
export declare function migrate(source: string | Uint8Array, options?: { name?: string }): Promise<data.Migration>;

/**
 * Fills in the defaults of a spec without an account. `facts` is what is known of the account, as `Engine.facts` returns it or in
 * parts. A default that depends on what is not known stays unset, and is a warning of the returned spec.
 */
export declare function fillOffline(spec: Spec, options?: { facts?: Partial<data.Facts> }): Promise<Spec>;

/**
 * A cluster as files for Terraform, by their path, without an account. `facts` is what is known of the account, as
 * `Engine.factsToRender` returns it or in parts, `addons` the addon source, as of `Engine`. Keys become variables. `previous` are
 * the files that were rendered before; see `Engine.terraform`.
 *
 * Rejects with `InvalidSpec`, which has everything that is wrong with the spec, and each fact that the files depend on and that is
 * not known.
 */
export declare function terraformOffline(
  spec: Spec,
  options?: { facts?: Partial<data.Facts>; addons?: Record<string, string>; previous?: Record<string, string> },
): Promise<Record<string, string>>;

/**
 * Makes a cluster with its instance groups of options, by what the library knows of the region; see `Engine.newCluster`. Rejects
 * with `InvalidSpec`.
 */
export declare function newClusterOffline(options: data.ClusterOptions): Promise<Spec>;

/**
 * Renders a Jinja2 template of a spec, with the filters that Ansible and Go templates have. `name` is the file's name in errors.
 * Rejects with `InvalidTemplate`.
 */
export declare function renderTemplate(
  template: string,
  values: Record<string, unknown>,
  options?: { name?: string },
): Promise<string>;
