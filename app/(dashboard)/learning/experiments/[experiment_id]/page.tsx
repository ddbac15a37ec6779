import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { ExperimentPage } from "@/components/learning/experiments/experiment-page";
import { AppError } from "@/lib/errors";
import { siteOrigin } from "@/lib/http/site-origin";
import { getExperiment, getExperimentResults } from "@/lib/learning/experiments/queries";
import { experimentOptions, experimentResultsOptions } from "@/lib/learning/experiments/query-options";
import { listProjects } from "@/lib/members/queries";
import { requireMember } from "@/lib/members/session";
import { rowId } from "@/lib/query/fields";
import { createSessionClient } from "@/lib/supabase/session";

export const metadata: Metadata = { title: "Experiment" };

/** /learning/experiments/{experiment_id}: what it compares, and what it has found so far. */
export default async function Page({ params }: { params: Promise<{ experiment_id: string }> }) {
  const member = await requireMember();
  const { experiment_id: id } = await params;
  if (!rowId.safeParse(id).success) notFound();
  // Before anything is sent: the status of an answer that has begun cannot be changed to 404.
  const client = await createSessionClient();
  const experiment = await getExperiment(client, id).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  });
  if (experiment === null) notFound();
  const queryClient = new QueryClient();
  queryClient.setQueryData(experimentOptions(id).queryKey, experiment);
  const [projects] = await Promise.all([
    listProjects(client),
    queryClient.prefetchQuery({
      queryKey: experimentResultsOptions(id).queryKey,
      queryFn: () => getExperimentResults(client, id),
    }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <ExperimentPage id={id} member={member} projects={projects} origin={siteOrigin(await headers())} />
    </HydrationBoundary>
  );
}
