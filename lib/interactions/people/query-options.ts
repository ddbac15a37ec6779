import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { CostsByUserRow } from "@/lib/costs/spend/schemas";
import { fetchJson } from "@/lib/http/fetch-json";
import { toSearch, toUrl } from "@/lib/query/parameters";
import type { ErasedUser, UserProfileResult } from "./schemas";

type Parameters = Record<string, string | readonly string[] | undefined>;

export const peopleKeys = {
  all: ["people"] as const,
  profile: (userId: string) => [...peopleKeys.all, "profile", userId] as const,
  count: (params: Parameters) => [...peopleKeys.all, "count", toSearch(params)] as const,
  list: (params: Parameters) => [...peopleKeys.all, "list", toSearch(params)] as const,
};

/** Where a person is in the API. */
export const userPathOf = (userId: string) => `/v1/users/${encodeURIComponent(userId)}`;

/** What is stored about an end user, and their profiles. */
export const userProfileOptions = (userId: string) =>
  queryOptions({
    queryKey: peopleKeys.profile(userId),
    queryFn: ({ signal }) => fetchJson<UserProfileResult>(`${userPathOf(userId)}/profile`, { signal }),
  });

/** DELETE /v1/users/{user_id} */
export const deleteUser = (userId: string) => fetchJson<ErasedUser>(userPathOf(userId), { method: "DELETE" });

export type PersonRow = CostsByUserRow;
export type PeoplePage = { data: PersonRow[]; next_cursor: string | null; total: number };

/** GET /v1/costs/by-user as a list that grows page by page; `params` may hold sort. */
export const peopleListOptions = (params: Parameters) =>
  infiniteQueryOptions({
    queryKey: peopleKeys.list(params),
    queryFn: ({ pageParam, signal }) =>
      fetchJson<PeoplePage>(
        `/v1/costs/by-user?${toSearch({ ...params, ...(pageParam === null ? {} : { cursor: pageParam }) })}`,
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

/** How many end users the list has. */
export const peopleCountOptions = (params: Parameters) =>
  queryOptions({
    queryKey: peopleKeys.count(params),
    queryFn: async ({ signal }) => {
      const { total } = await fetchJson<PeoplePage>(toUrl("/v1/costs/by-user", { ...params, limit: "1" }), {
        signal,
      });
      return { total };
    },
  });
