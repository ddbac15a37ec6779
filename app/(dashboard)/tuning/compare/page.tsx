import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import type { SearchParams } from "nuqs/server";
import { VersionsPage } from "@/components/tuning/versions/versions-page";
import { requireMember } from "@/lib/members/session";
import { toParameters, toSearch } from "@/lib/query/parameters";
import { createSessionClient } from "@/lib/supabase/session";
import { loadCompareAddress, toVersionScope } from "@/lib/tuning/versions/prepare-address";
import { newestTwo } from "@/lib/tuning/versions/prepare-comparison";
import { compareVersions, listComparisons, listVersions } from "@/lib/tuning/versions/queries";
import {
  comparisonOptions,
  keptComparisonsOptions,
  versionsOptions,
} from "@/lib/tuning/versions/query-options";
import { compareQuery, versionListQuery } from "@/lib/tuning/versions/schemas";

export const metadata: Metadata = { title: "Versions" };

const read = (params: Record<string, string>) => toParameters(new URLSearchParams(toSearch(params)));

/** /tuning/compare: prompt versions, and two of them side by side; the two newest when the URL names none. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const member = await requireMember();
  const address = await loadCompareAddress(searchParams);
  const scope = toVersionScope(address);
  const params = { ...scope, a: address.a ?? "", b: address.b ?? "" };
  const listed = versionListQuery.safeParse(read(scope));
  const compared = compareQuery.safeParse(read(params));
  const queryClient = new QueryClient();
  // What the API would refuse is left to it: the page then shows its answer.
  if (listed.success) {
    const client = await createSessionClient();
    const versions = listVersions(client, listed.data);
    if (address.a === null && address.b === null) {
      const chosen = newestTwo(await versions.catch(() => []));
      // In the URL, so that a link to what is seen shows the same when newer versions have come.
      if (chosen) redirect(`/tuning/compare?${toSearch({ ...(await searchParams), ...chosen })}`);
    }
    await Promise.all([
      queryClient.prefetchQuery({
        queryKey: versionsOptions(scope).queryKey,
        queryFn: async () => ({ data: await versions }),
      }),
      queryClient.prefetchQuery({
        queryKey: keptComparisonsOptions(scope).queryKey,
        queryFn: async () => ({ data: await listComparisons(client, listed.data) }),
      }),
      compared.success
        ? queryClient.prefetchQuery({
            queryKey: comparisonOptions(params).queryKey,
            queryFn: () => compareVersions(client, compared.data),
          })
        : null,
    ]);
  }
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <VersionsPage member={member} />
    </HydrationBoundary>
  );
}
