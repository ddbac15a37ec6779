import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetch-json";
import type { Preferences, SavedView, SavedViewInput } from "./schemas";

/** GET /v1/saved-views: my own, by name */
export const savedViewsOptions = () =>
  queryOptions({
    queryKey: ["saved-views"] as const,
    queryFn: ({ signal }) => fetchJson<{ data: SavedView[] }>("/v1/saved-views", { signal }),
    staleTime: 60_000,
  });

/** POST /v1/saved-views. @throws ApiError 409 when I have a view of that name. */
export const createSavedView = (input: SavedViewInput) =>
  fetchJson<SavedView>("/v1/saved-views", { method: "POST", body: input });

/** DELETE /v1/saved-views/{id} */
export const deleteSavedView = (id: string) =>
  fetchJson<void>(`/v1/saved-views/${encodeURIComponent(id)}`, { method: "DELETE" });

/** GET /v1/me/preferences */
export const preferencesOptions = () =>
  queryOptions({
    queryKey: ["preferences"] as const,
    queryFn: ({ signal }) => fetchJson<Preferences>("/v1/me/preferences", { signal }),
    staleTime: 60_000,
  });

/** PUT /v1/me/preferences. @throws ApiError */
export const putPreferences = (input: Preferences) =>
  fetchJson<Preferences>("/v1/me/preferences", { method: "PUT", body: input });
