export { call, ORIGIN } from "./call";
export { expectProblem } from "./problems";
export { sampleApp } from "./sample-app";
export { claimsFor, signed, tokenFor } from "./tokens";
export { newWorkspace } from "./workspaces";
