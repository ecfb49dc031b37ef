import { ADVISOR_TEMPLATES } from "./advisor";
import { GRADEBOOK_TEMPLATES } from "./gradebook";
import { ANY_DATA_TEMPLATES } from "./inline";
import { METRICS_TEMPLATES } from "./metrics";
import type { SystemTemplate } from "./template";

/** Every system template, in the order in which lists show them. */
export const SYSTEM_TEMPLATES: readonly SystemTemplate[] = [
  ...GRADEBOOK_TEMPLATES,
  ...METRICS_TEMPLATES,
  ...ADVISOR_TEMPLATES,
  ...ANY_DATA_TEMPLATES,
];

/** Since when they are as they are. */
export const SYSTEM_SINCE = "2026-11-01T00:00:00.000Z";

const byName = new Map(
  SYSTEM_TEMPLATES.flatMap((template) => [template.id, template.type].map((name) => [name, template])),
);

/** The system template of this id or type. */
export const systemTemplate = (idOrType: string): SystemTemplate | undefined => byName.get(idOrType);
