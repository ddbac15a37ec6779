import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { ExamplesPage } from "@/components/learning/examples/examples-page";
import { loadExampleFilters, toExampleParameters } from "@/lib/learning/examples/prepare-address";
import { listExamples } from "@/lib/learning/examples/queries";
import { exampleListOptions } from "@/lib/learning/examples/query-options";
import { exampleListQuery } from "@/lib/learning/examples/schemas";
import { requireMember } from "@/lib/members/session";
import { toParameters, toSearch } from "@/lib/query/parameters";
import { createSessionClient } from "@/lib/supabase/session";

export const metadata: Metadata = { title: "Examples" };

/** /learning/examples: what composed prompts learn from. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const member = await requireMember();
  const params = toExampleParameters(await loadExampleFilters(searchParams));
  const queryClient = new QueryClient();
  const query = exampleListQuery.safeParse(toParameters(new URLSearchParams(toSearch(params))));
  // What the API would refuse is left to it: the page then shows its answer.
  if (query.success) {
    const client = await createSessionClient();
    await queryClient.prefetchInfiniteQuery({
      ...exampleListOptions(params),
      queryFn: () => listExamples(client, query.data),
    });
  }
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <ExamplesPage member={member} />
    </HydrationBoundary>
  );
}
