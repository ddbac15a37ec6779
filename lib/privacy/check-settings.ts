import { AppError, type Issue } from "@/lib/errors";
import { isPhoneRegion } from "./detectors";
import { describePatternFault } from "./patterns";
import type { ProjectSettingsUpdate } from "./schemas";

/**
 * Refuses settings of a project that no schema can tell are wrong. prefix: where they stand in the body, such as "settings.".
 * @throws AppError bad_request, with an issue for each field.
 */
export function checkSettings(project: string, update: ProjectSettingsUpdate, prefix = ""): void {
  const issues = findIssues(project, update).map((issue) => ({ ...issue, path: `${prefix}${issue.path}` }));
  if (issues[0]) throw new AppError("bad_request", `${issues[0].path}: ${issues[0].message}.`, { issues });
}

function findIssues(
  project: string,
  { patterns = [], phone_region, expected_version, ...read }: ProjectSettingsUpdate,
): Issue[] {
  const issues = patterns.flatMap(({ pattern }, index): Issue[] => {
    const fault = describePatternFault(pattern);
    return fault ? [{ path: `patterns.${index}.pattern`, message: fault }] : [];
  });
  patterns.forEach(({ name }, index) => {
    if (patterns.findIndex((other) => other.name === name) < index)
      issues.push({ path: `patterns.${index}.name`, message: "stands twice in the list" });
  });
  if (read.project !== undefined && read.project !== project)
    issues.push({ path: "project", message: "is another project than that of the path" });
  if (expected_version !== undefined && read.version !== undefined && read.version !== expected_version)
    issues.push({ path: "version", message: "is another version than expected_version" });
  if (phone_region && !isPhoneRegion(phone_region))
    issues.push({ path: "phone_region", message: "is not a country with phone numbers of its own" });
  return issues;
}
