import "server-only";
import { type Client, callFunction } from "@/lib/supabase/client";
import { checkSettings } from "./check-settings";
import { forgetSettings } from "./ingest";
import { type ProjectSettings, type ProjectSettingsUpdate, projectSettings } from "./schemas";

/**
 * Changes the given settings of a project; they hold for what is sent from then on.
 * @throws AppError bad_request for a pattern or a country that cannot be used, and for another project or version in the
 * update; forbidden for another project; not_found for one that nobody knows; conflict when they changed since
 * `expected_version` (or `version`, which is the same) or `updated_at`.
 */
export async function updateProjectSettings(
  client: Client,
  project: string,
  input: ProjectSettingsUpdate,
): Promise<ProjectSettings> {
  checkSettings(project, input);
  const { project: _, version, expected_version = version, ...update } = input;
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
