import "server-only";
import { hmacId } from "@/lib/auth/hmac";
import { type Client, callFunction } from "@/lib/supabase/client";
import { checkSettings } from "./check-settings";
import { protect } from "./protect";
import {
  type ProjectSettings,
  projectSettings,
  type SettingsTrial,
  type SettingsTrialResult,
} from "./schemas";

/** The settings of a project; the defaults, as version 0, when none were set. @throws AppError forbidden, not_found */
export async function getProjectSettings(client: Client, project: string): Promise<ProjectSettings> {
  return callFunction(client, "get_project_settings", { project }, projectSettings);
}

/**
 * What would be stored of a text under the settings of a project with these changes; stores nothing.
 * @throws AppError bad_request for settings that cannot be used; forbidden, not_found as getProjectSettings()
 */
export async function trySettings(
  client: Client,
  project: string,
  { text, settings = {} }: SettingsTrial,
): Promise<SettingsTrialResult> {
  const stored = await getProjectSettings(client, project);
  checkSettings(project, settings, "settings.");
  const { value, issues } = protect({ ...stored, ...settings }, { text }, {}, hmacId);
  return { text: issues.length > 0 ? null : value.text, issues };
}
