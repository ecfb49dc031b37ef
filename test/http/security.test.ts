import { describe } from "vitest";
import { OPERATIONS } from "../support/operations";
import { securitySuite } from "../support/security-suite";

describe("every operation", () => securitySuite(OPERATIONS));
