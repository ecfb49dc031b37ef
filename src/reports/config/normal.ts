import type { PresetId } from "../../datasets/presets";
import type { Aggregate, Bucket } from "../../datasets/query/expression";
import type { ChartType, PageSetup } from "../../render/document";
import type { Format } from "../../render/renderer";

/**
 * The one form that every dialect of a config is brought into before any data is known. `path` says where a part
 * stands in what the client sent, so that problems can be named there.
 */
export interface NormalConfig {
  readonly path: string;
  readonly title: string | null;
  readonly description: string | null;
  readonly time_zone: string;
  readonly locale: string;
  readonly formats: readonly Format[] | null;
  readonly page: PageSetup | null;
  /** Applied to every section whose data has the field. */
  readonly filters: FilterPart;
  readonly sections: readonly NormalSection[];
  readonly schedule: ScheduleChoice | null;
}

export interface FilterPart {
  readonly path: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Which data a section is over: a named dataset, the one of a preset, or the one that has all the fields. */
export interface DataChoice {
  readonly dataset: string | null;
  /** Where a client names the dataset. */
  readonly dataset_path: string;
  readonly preset: PresetId | null;
}

interface NormalHead {
  readonly path: string;
  readonly title: string | null;
  readonly description: string | null;
}

export interface FieldChoice {
  readonly field: string;
  readonly as?: string | undefined;
  readonly label?: string | undefined;
  readonly aggregate?: Aggregate | undefined;
  readonly bucket?: Bucket | undefined;
  readonly format?: string | undefined;
}

export interface GroupChoice {
  readonly field: string;
  readonly bucket?: Bucket | undefined;
}

export interface NormalTable extends NormalHead {
  readonly kind: "table";
  readonly data: DataChoice;
  /** Null: the fields of the preset that the dataset has. */
  readonly fields: readonly FieldChoice[] | null;
  readonly group_by: readonly GroupChoice[];
  readonly sort: readonly { readonly name: string; readonly descending: boolean }[];
  readonly filters: FilterPart;
  /** Days that the preset's date range is cut to; `required` when somebody asked for them. */
  readonly range: (FilterPart & { readonly required: boolean }) | null;
  readonly limit: number | null;
  readonly on_limit: "truncate" | "fail";
  readonly distinct: boolean;
  readonly totals: boolean;
  readonly chart: { readonly type: ChartType; readonly title: string | null } | null;
}

export interface NormalText extends NormalHead {
  readonly kind: "text";
  readonly text: string;
}

export interface NormalFigures extends NormalHead {
  readonly kind: "figures";
  readonly data: DataChoice;
  readonly figures: readonly FieldChoice[];
  readonly filters: FilterPart;
}

export type NormalSection = NormalTable | NormalText | NormalFigures;
export type DataSection = Exclude<NormalSection, NormalText>;

/** When a report is to be made again, as its config says; times are in the report's time zone. */
export interface ScheduleChoice {
  readonly frequency: "one_time" | "daily" | "weekly" | "monthly";
  readonly schedule_time: string | null;
  /** 1–31 of a month, 0–6 of a week. */
  readonly schedule_day: number | null;
}
