/** Known kinds of data: fields, headers, filters and templates. */

export { PRESETS, presetOf } from "./catalogue";
export { mapColumns, matchPreset, missingFields, type PresetMatch } from "./match";
export { type NamedFilter, namedFilters, offeredFilters } from "./named-filters";
export {
  NO_PRESET,
  PRESET_IDS,
  type Preset,
  type PresetField,
  type PresetFilter,
  type PresetId,
} from "./preset";
