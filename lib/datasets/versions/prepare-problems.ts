import { z } from "zod";
import { type DefinitionProblem, definitionProblem } from "./schemas";

const refusal = z.object({ problems: z.array(definitionProblem) });

/** What keeps a definition from being frozen, as the refusal of POST …/versions says it; none when it was refused for something else. */
export function readProblems(error: { extra: Record<string, unknown> }): DefinitionProblem[] {
  const read = refusal.safeParse(error.extra);
  return read.success ? read.data.problems : [];
}
