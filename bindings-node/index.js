import kops from "./index.cjs";

export const {
  ApplyIncomplete,
  CloudError,
  Engine,
  InvalidAccount,
  InvalidPlan,
  InvalidSpec,
  KopsError,
  NoCluster,
  Plan,
  PlanNotAllowed,
  PlanStale,
  PlanTargetMismatch,
  PlanningFailed,
  SimulatedAccount,
  Spec,
  StateError,
  WriteError,
  checkOffline,
  load,
} = kops;
