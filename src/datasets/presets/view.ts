import { z } from "@hono/zod-openapi";
import { FIELD_TYPES } from "../../render/document";
import { PRESETS } from "./catalogue";
import type { Preset } from "./preset";

const presetFieldSchema = z
  .object({
    name: z.string(),
    label: z.string(),
    type: z.enum(FIELD_TYPES).openapi({ description: "Of an empty dataset; a file's own values decide." }),
    format: z.string().optional(),
    description: z.string(),
    group: z.string().openapi({ description: "Heading under which the field is offered." }),
    required: z
      .boolean()
      .openapi({ description: "A file needs this field, or another required one instead." }),
    aliases: z.array(z.string()).openapi({ description: "Headers that mean this field." }),
  })
  .openapi("PresetField");

const presetFilterSchema = z
  .object({
    name: z.string(),
    field: z.string().openapi({ description: "The field that it tests." }),
    kind: z.enum(["value", "range", "date_range", "enum"]),
    description: z.string(),
    values: z.array(z.string()).optional(),
    min: z.number().optional(),
    max: z.number().optional(),
  })
  .openapi("PresetFilter");

const presetSchema = z
  .object({
    id: z.string().openapi({ example: "gradebook.students" }),
    title: z.string(),
    description: z.string(),
    fields: z.array(presetFieldSchema),
    filters: z.array(presetFilterSchema),
    templates: z
      .array(z.string())
      .openapi({ description: "Types of the system templates made for it; see GET /templates." }),
  })
  .openapi("Preset");
export type PresetView = z.infer<typeof presetSchema>;

export const presetListSchema = z.object({ items: z.array(presetSchema) }).openapi("PresetList");

/** Every preset, as clients see it. */
export const listPresets = (): { items: PresetView[] } => ({ items: PRESETS.map(presetView) });

function presetView(preset: Preset): PresetView {
  const required = new Set(preset.required.flat());
  return {
    id: preset.id,
    title: preset.title,
    description: preset.description,
    fields: preset.fields.map(({ loose = [], aliases, group = preset.group, ...field }) => ({
      ...field,
      group,
      required: required.has(field.name),
      aliases: [...aliases, ...loose],
    })),
    filters: preset.filters.map(({ words, values, otherwise: _, ...filter }) => ({
      ...filter,
      description: words,
      ...(values && { values: [...values] }),
    })),
    templates: [...preset.templates],
  };
}
