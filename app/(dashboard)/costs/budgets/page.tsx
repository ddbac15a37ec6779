import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { headers } from "next/headers";
import type { SearchParams } from "nuqs/server";
import { BudgetsPage } from "@/components/costs/budgets/budgets-page";
import { listAlerts } from "@/lib/costs/alerts/queries";
import { alertsOptions } from "@/lib/costs/alerts/query-options";
import { alertsQuery } from "@/lib/costs/alerts/schemas";
import { loadBudgetAddress, prepareBudgets } from "@/lib/costs/budgets/prepare-address";
import { listBudgets } from "@/lib/costs/budgets/queries";
import { budgetsOptions } from "@/lib/costs/budgets/query-options";
import { budgetsQuery } from "@/lib/costs/budgets/schemas";
import { siteOrigin } from "@/lib/http/site-origin";
import { listProjects } from "@/lib/members/queries";
import { requireMember } from "@/lib/members/session";
import { toParameters, toSearch } from "@/lib/query/parameters";
import { createSessionClient } from "@/lib/supabase/session";

export const metadata: Metadata = { title: "Budgets" };

const input = (values: Parameters<typeof toSearch>[0]) => toParameters(new URLSearchParams(toSearch(values)));

/** /costs/budgets: limits on what models may cost, alerts, forecasts, and where alerts are sent. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const member = await requireMember();
  const parameters = prepareBudgets(loadBudgetAddress(await searchParams));
  const client = await createSessionClient();
  const queryClient = new QueryClient();
  // What fails here is fetched again by the page, which then says what is wrong.
  const [projects] = await Promise.all([
    listProjects(client),
    queryClient.prefetchQuery({
      queryKey: budgetsOptions(parameters.budgets).queryKey,
      queryFn: async () => ({
        data: await listBudgets(client, budgetsQuery.parse(input(parameters.budgets))),
      }),
    }),
    queryClient.prefetchInfiniteQuery({
      ...alertsOptions(parameters.alerts),
      queryFn: async () => listAlerts(client, alertsQuery.parse(input(parameters.alerts))),
    }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <BudgetsPage member={member} projects={projects} origin={siteOrigin(await headers())} />
    </HydrationBoundary>
  );
}
