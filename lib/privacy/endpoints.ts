import { z } from "zod";
import { defineEndpoint } from "@/lib/http/endpoint";
import { label } from "@/lib/query/fields";
import { projectSettings, projectSettingsUpdate, settingsTrial, settingsTrialResult } from "./schemas";

const tag = "projects";
const admins = { allowed: "Admins, for their own projects." };
const projectPath = z.object({ project: label("project") });

export const getProjectSettingsEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/projects/{project}/settings",
  tag,
  summary: "Read how a project treats personal data and idle conversations",
  description:
    "A project that was never set up answers the defaults, as version 0. 404 for a project that nobody knows: one begins with the first write to it, or with a member or an API key that is limited to it.",
  access: admins,
  params: projectPath,
  responses: { 200: { description: "The settings", schema: projectSettings } },
});

export const putProjectSettingsEndpoint = defineEndpoint({
  method: "PUT",
  path: "/v1/projects/{project}/settings",
  tag,
  summary: "Change how a project treats personal data and idle conversations",
  description:
    "Fields left out stay as they are. What GET answered is taken back: its `project` must be that of the path, `version` (as `expected_version`) and `updated_at` those of now, else 409. 404 for a project that nobody knows, so that a typo does not leave the one that was meant unprotected. What is sent from then on is treated so; what is stored already stays. Patterns are of the RE2 syntax, without look-around and back-references.",
  access: admins,
  params: projectPath,
  body: projectSettingsUpdate,
  responses: { 200: { description: "The settings", schema: projectSettings } },
});

export const trySettingsEndpoint = defineEndpoint({
  method: "POST",
  path: "/v1/projects/{project}/settings/test",
  tag,
  summary: "Try how a text would be stored",
  description:
    "Under the settings of the project, or under others before they are saved. Nothing is stored, neither the text nor the settings.",
  access: admins,
  params: projectPath,
  body: settingsTrial,
  responses: { 200: { description: "The text as it would be stored", schema: settingsTrialResult } },
});
