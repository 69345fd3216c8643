import testing from "./testing.cjs";

export const { Recorder, Replay, account, checkCloud, checkStore, record } = testing;
