import type { DefinitionProblem, ScheduleInput } from "../versions/schemas";
import type { DatasetDefinition } from "./schemas";

const weekly = "take a relative range, such as days: 7, for what is new each week";

/**
 * What speaks against freezing a definition again and again. Problems: its range ends at a fixed time, so that every version
 * would hold the same rows. Warnings: without a relative range every version holds everything up to then.
 */
export function checkSchedule(
  definition: Pick<DatasetDefinition, "filters">,
  schedule: Pick<ScheduleInput, "is_active"> | null | undefined,
): { problems: DefinitionProblem[]; warnings: DefinitionProblem[] } {
  const { days, to } = definition.filters;
  if (!schedule || days !== undefined) return { problems: [], warnings: [] };
  if (to !== undefined)
    return {
      problems: [
        { path: "definition.filters.to", message: `would end every run at the same time; ${weekly}` },
      ],
      warnings: [],
    };
  return {
    problems: [],
    warnings: [
      { path: "definition.filters", message: `every run freezes everything up to its time; ${weekly}` },
    ],
  };
}
