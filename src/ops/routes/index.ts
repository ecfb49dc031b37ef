import { healthRoute } from "./health";
import { databaseHealthRoute, detailedHealthRoute, workerHealthRoute } from "./health-parts";

export const operationRoutes = [
  healthRoute,
  databaseHealthRoute,
  workerHealthRoute,
  detailedHealthRoute,
] as const;
