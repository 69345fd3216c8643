import kops from "./index.cjs";

export const { CloudError, InvalidAccount, InvalidSpec, KopsError, Plan, SimulatedAccount, Spec, load, plan } = kops;
