"use strict";

// Loads the library for this machine: the file in this package, or the package that npm installed for the platform.

const { arch, platform } = process;
const names = platform === "linux" ? [`linux-${arch}-gnu`, `linux-${arch}-musl`] : [`${platform}-${arch}`];
const problems = [];

for (const path of names.flatMap((name) => [`./kops.${name}.node`, `kops-${name}`])) {
  try {
    module.exports = require(path);
    problems.length = 0;
    break;
  } catch (error) {
    problems.push(error);
  }
}
if (problems.length > 0) {
  throw new AggregateError(problems, `kops has no library that works on ${names.join(" or ")}`);
}
