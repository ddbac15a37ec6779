import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { DatasetPage } from "@/components/datasets/detail/dataset-page";
import { OnlyAdmins } from "@/components/datasets/only-admins";
import { getDataset } from "@/lib/datasets/definitions/queries";
import { datasetOptions } from "@/lib/datasets/definitions/query-options";
import { AppError } from "@/lib/errors";
import { siteOrigin } from "@/lib/http/site-origin";
import { requireMember } from "@/lib/members/session";
import { rowId } from "@/lib/query/fields";
import { createSessionClient } from "@/lib/supabase/session";

export const metadata: Metadata = { title: "Dataset" };

/** /datasets/{dataset_id}: what it is made of, its schedule and its versions; with ?version= one of them. */
export default async function Page({ params }: { params: Promise<{ dataset_id: string }> }) {
  const member = await requireMember();
  if (member.role !== "admin") return <OnlyAdmins title="Dataset" />;
  const { dataset_id: id } = await params;
  if (!rowId.safeParse(id).success) notFound();
  // Before anything is sent: the status of an answer that has begun cannot be changed to 404.
  const dataset = await getDataset(await createSessionClient(), id).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  });
  if (dataset === null) notFound();
  const queryClient = new QueryClient();
  queryClient.setQueryData(datasetOptions(id).queryKey, dataset);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <DatasetPage id={id} origin={siteOrigin(await headers())} />
    </HydrationBoundary>
  );
}
