import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetch-json";
import type { ProjectSettings, ProjectSettingsUpdate, SettingsTrial, SettingsTrialResult } from "./schemas";

const path = (project: string) => `/v1/projects/${encodeURIComponent(project)}/settings`;

/** GET /v1/projects/{project}/settings */
export const projectSettingsOptions = (project: string) =>
  queryOptions({
    queryKey: ["project-settings", project],
    queryFn: ({ signal }) => fetchJson<ProjectSettings>(path(project), { signal }),
  });

/** PUT /v1/projects/{project}/settings. @throws ApiError 409 when someone has changed them since. */
export const putProjectSettings = (project: string, update: ProjectSettingsUpdate) =>
  fetchJson<ProjectSettings>(path(project), { method: "PUT", body: update });

/** POST /v1/projects/{project}/settings/test. @throws ApiError */
export const tryProjectSettings = (project: string, trial: SettingsTrial) =>
  fetchJson<SettingsTrialResult>(`${path(project)}/test`, { method: "POST", body: trial });
