import kops from "./index.cjs";

export const {
  CloudError,
  InvalidAccount,
  InvalidSpec,
  KopsError,
  NoCluster,
  Plan,
  PlanNotAllowed,
  PlanTargetMismatch,
  PlanningFailed,
  PlanStale,
  SimulatedAccount,
  Spec,
  StateError,
  WriteError,
  load,
  plan,
} = kops;
