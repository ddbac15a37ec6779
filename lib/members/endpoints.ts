import { z } from "zod";
import { defineEndpoint } from "@/lib/http/endpoint";
import { rowId } from "@/lib/query/fields";
import { preferences, principal, projectsResult, savedView, savedViewInput } from "./schemas";

const tag = "members";

export const getMe = defineEndpoint({
  method: "GET",
  path: "/v1/me",
  tag,
  summary: "Who this request acts as",
  access: { allowed: "Members, and every key." },
  responses: { 200: { description: "The member or key", schema: principal } },
});

export const getPreferencesEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/me/preferences",
  tag,
  summary: "Read my preferences",
  access: { allowed: "Members; each has their own." },
  responses: { 200: { description: "The preferences", schema: preferences } },
});

export const putPreferencesEndpoint = defineEndpoint({
  method: "PUT",
  path: "/v1/me/preferences",
  tag,
  summary: "Set my preferences",
  access: { allowed: "Members; each has their own." },
  body: preferences,
  responses: { 200: { description: "The preferences", schema: preferences } },
});

export const listProjectsEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/projects",
  tag,
  summary: "Projects the caller may read",
  access: { allowed: "Members, and keys with scope read or export." },
  responses: { 200: { description: "Names, sorted", schema: projectsResult } },
});

const viewers = { allowed: "Members; each sees only their own." };

export const listSavedViewsEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/saved-views",
  tag,
  summary: "List my saved views",
  access: viewers,
  responses: { 200: { description: "By name", schema: z.object({ data: z.array(savedView) }) } },
});

export const createSavedViewEndpoint = defineEndpoint({
  method: "POST",
  path: "/v1/saved-views",
  tag,
  summary: "Save a view",
  description: "409 when I have a view of that name already.",
  access: viewers,
  body: savedViewInput,
  responses: { 201: { description: "Saved", schema: savedView } },
});

export const deleteSavedViewEndpoint = defineEndpoint({
  method: "DELETE",
  path: "/v1/saved-views/{saved_view_id}",
  tag,
  summary: "Delete a saved view of mine",
  access: viewers,
  params: z.object({ saved_view_id: rowId }),
  responses: { 204: { description: "Deleted" } },
});
