//! A simulated account, stricter than the real one: users unit-test with it.
