import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { headers } from "next/headers";
import type { SearchParams } from "nuqs/server";
import { DatasetsPage } from "@/components/datasets/list/datasets-page";
import { listDatasets } from "@/lib/datasets/definitions/queries";
import { datasetsOptions } from "@/lib/datasets/definitions/query-options";
import { loadDatasetList } from "@/lib/datasets/versions/prepare-address";
import { datasetListQuery } from "@/lib/datasets/versions/schemas";
import { siteOrigin } from "@/lib/http/site-origin";
import { requireMember } from "@/lib/members/session";
import { toParameters, toSearch } from "@/lib/query/parameters";
import { createSessionClient } from "@/lib/supabase/session";

export const metadata: Metadata = { title: "Datasets" };

/** /datasets: what becomes a training file, how it stands, and when it is frozen next. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const member = await requireMember();
  const isAdmin = member.role === "admin";
  const params = { q: loadDatasetList(await searchParams).q || undefined };
  const query = datasetListQuery.safeParse(toParameters(new URLSearchParams(toSearch(params))));
  const queryClient = new QueryClient();
  // What fails here is fetched again by the page, which then says what is wrong.
  if (isAdmin && query.success) {
    const client = await createSessionClient();
    await queryClient.prefetchInfiniteQuery({
      ...datasetsOptions(params),
      queryFn: () => listDatasets(client, query.data),
    });
  }
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <DatasetsPage isAdmin={isAdmin} origin={siteOrigin(await headers())} />
    </HydrationBoundary>
  );
}
