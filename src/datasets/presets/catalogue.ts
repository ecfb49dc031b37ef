import { ADVISOR } from "./advisor";
import { ASSIGNMENTS } from "./gradebook/assignments";
import { STUDENTS } from "./gradebook/students";
import { SUBMISSIONS } from "./gradebook/submissions";
import { METRICS } from "./metrics";
import type { Preset } from "./preset";

/** Every known kind of data. */
export const PRESETS: readonly Preset[] = [STUDENTS, ASSIGNMENTS, SUBMISSIONS, ...METRICS, ADVISOR];

const byId: ReadonlyMap<string, Preset> = new Map(PRESETS.map((preset) => [preset.id, preset]));

/** The preset of this id, or null. */
export const presetOf = (id: string | null): Preset | null => (id === null ? null : (byId.get(id) ?? null));
