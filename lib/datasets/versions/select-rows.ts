import { AppError } from "@/lib/errors";
import { resolveSourceFilter } from "../definitions/source-filters";
import { formatFacts } from "../formats/vocabulary";
import type { ClaimedVersion } from "./freeze";

/**
 * Which rows a version is made of, and what is read of each. Its filters were resolved when it was begun, so that whoever
 * takes it up later reads the same.
 * @throws AppError bad_request when its source no longer knows a filter of it.
 */
export function selectRows({
  definition,
  projects,
  cutoff,
}: Pick<ClaimedVersion, "definition" | "projects" | "cutoff">) {
  const { source, filters, format, context_turns } = definition;
  const resolved = resolveSourceFilter(source, filters, new Date(cutoff));
  if ("issues" in resolved) {
    const [first] = resolved.issues;
    throw new AppError("bad_request", `${first?.path}: ${first?.message}.`, { issues: resolved.issues });
  }
  const pairs = formatFacts[format].needs === "pairs";
  return { source, filter: resolved.filter, projects, pairs, context_turns };
}
