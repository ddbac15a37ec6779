import "server-only";
import { AppError, type Issue } from "@/lib/errors";
import { type Client, callFunction } from "@/lib/supabase/client";
import { isPhoneRegion } from "./detectors";
import { forgetSettings } from "./ingest";
import { describePatternFault } from "./patterns";
import { type ProjectSettings, type ProjectSettingsUpdate, projectSettings } from "./schemas";

/**
 * Changes the given settings of a project; they hold for what is sent from then on.
 * @throws AppError bad_request for a pattern or a country that cannot be used; forbidden for another project; conflict when
 * they changed since `expected_version`.
 */
export async function updateProjectSettings(
  client: Client,
  project: string,
  { expected_version, ...update }: ProjectSettingsUpdate,
): Promise<ProjectSettings> {
  const issues = findIssues(update);
  if (issues[0]) throw new AppError("bad_request", `${issues[0].path}: ${issues[0].message}.`, { issues });
  const patch = {
    ...update,
    ...(update.detectors ? { detectors: [...new Set(update.detectors)] } : {}),
    ...(update.metadata_keys ? { metadata_keys: [...new Set(update.metadata_keys)] } : {}),
  };
  try {
    return await callFunction(
      client,
      "update_project_settings",
      {
        project,
        patch: JSON.stringify(patch),
        ...(expected_version === undefined ? {} : { expected_version }),
      },
      projectSettings,
    );
  } finally {
    forgetSettings();
  }
}

function findIssues({
  patterns = [],
  phone_region,
}: Omit<ProjectSettingsUpdate, "expected_version">): Issue[] {
  const issues = patterns.flatMap(({ pattern }, index): Issue[] => {
    const fault = describePatternFault(pattern);
    return fault ? [{ path: `patterns.${index}.pattern`, message: fault }] : [];
  });
  patterns.forEach(({ name }, index) => {
    if (patterns.findIndex((other) => other.name === name) < index)
      issues.push({ path: `patterns.${index}.name`, message: "stands twice in the list" });
  });
  if (phone_region && !isPhoneRegion(phone_region))
    issues.push({ path: "phone_region", message: "is not a country with phone numbers of its own" });
  return issues;
}
