/** Problems by where they stand in the config, e.g. `config.sections.1.fields`, each with what is allowed. */
export type ConfigErrors = Record<string, string[]>;

/** Notes a problem, each text once. */
export function addProblem(errors: ConfigErrors, path: string, text: string): void {
  const texts = errors[path] ?? [];
  if (!texts.includes(text)) errors[path] = [...texts, text];
}

/** Whether something at or below this path is wrong already. */
export const hasProblem = (errors: ConfigErrors, path: string): boolean =>
  Object.keys(errors).some((key) => key === path || key.startsWith(`${path}.`));
