import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetch-json";
import type { UserProfileResult } from "./schemas";

export const peopleKeys = {
  all: ["people"] as const,
  profile: (userId: string) => [...peopleKeys.all, "profile", userId] as const,
};

/** Where a person is in the API. */
export const userPathOf = (userId: string) => `/v1/users/${encodeURIComponent(userId)}`;

/** What is stored about an end user, and their profiles. */
export const userProfileOptions = (userId: string) =>
  queryOptions({
    queryKey: peopleKeys.profile(userId),
    queryFn: ({ signal }) => fetchJson<UserProfileResult>(`${userPathOf(userId)}/profile`, { signal }),
  });
