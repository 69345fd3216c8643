import testing from "./testing.cjs";

export const { Recorder, Replay, account, checkCloud, checkCluster, checkStore, record } = testing;
