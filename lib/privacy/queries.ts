import "server-only";
import { type Client, callFunction } from "@/lib/supabase/client";
import { type ProjectSettings, projectSettings } from "./schemas";

/** The settings of a project; the defaults, as version 0, when none were set. @throws AppError forbidden, not_found */
export async function getProjectSettings(client: Client, project: string): Promise<ProjectSettings> {
  return callFunction(client, "get_project_settings", { project }, projectSettings);
}
