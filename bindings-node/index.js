import kops from "./index.cjs";

export const {
  CloudError,
  InvalidAccount,
  InvalidSpec,
  KopsError,
  NoCluster,
  Plan,
  PlanElsewhere,
  PlanImpossible,
  PlanMoved,
  SimulatedAccount,
  Spec,
  StateError,
  WriteError,
  load,
  plan,
} = kops;
