import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { EditDataset } from "@/components/datasets/builder/edit-dataset";
import { OnlyAdmins } from "@/components/datasets/only-admins";
import { getDataset } from "@/lib/datasets/definitions/queries";
import { AppError } from "@/lib/errors";
import { requireMember } from "@/lib/members/session";
import { createSessionClient } from "@/lib/supabase/session";

export const metadata: Metadata = { title: "Edit a dataset" };

/** /datasets/{dataset_id}/edit: changes what goes into the next version. */
export default async function Page({ params }: { params: Promise<{ dataset_id: string }> }) {
  const member = await requireMember();
  if (member.role !== "admin") return <OnlyAdmins title="Edit a dataset" />;
  const { dataset_id: id } = await params;
  if (!z.uuid().safeParse(id).success) notFound();
  const dataset = await getDataset(await createSessionClient(), id).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  });
  if (dataset === null) notFound();
  return <EditDataset member={member} dataset={dataset} />;
}
