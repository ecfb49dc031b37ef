import { drizzle } from "drizzle-orm/d1";

/** Drizzle over the control database. Give it a counted binding where the cost is to be known. */
export const controlDatabase = (binding: D1Database) => drizzle(binding);
export type ControlDatabase = ReturnType<typeof controlDatabase>;
