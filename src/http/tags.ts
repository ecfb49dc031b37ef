/** The chapters of the API document, in reading order. A route may only name one of these. */
export const TAGS = {
  Reports: "What is wanted: definitions over datasets, their history and who may see them.",
  Templates: "What reports begin with: the system's own and those of the workspace.",
  Runs: "One generation each: its state, its files, its errors.",
  Datasets: "Typed tables of rows: uploads, appends, statistics.",
  Files: "Finished files behind signed links.",
  Schedules: "When reports are made again, and who gets them.",
  Webhooks: "Who hears of finished runs, new data and schedules in trouble.",
  Identity: "Who is calling, and in which workspace.",
  Operations: "Is the service up?",
} as const;

export type TagName = keyof typeof TAGS;
