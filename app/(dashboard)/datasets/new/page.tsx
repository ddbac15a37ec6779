import type { Metadata } from "next";
import { NewDataset } from "@/components/datasets/builder/new-dataset";
import { OnlyAdmins } from "@/components/datasets/only-admins";
import { readBuilderSearch } from "@/lib/datasets/definitions/prepare-address";
import { requireMember } from "@/lib/members/session";
import { toSearch } from "@/lib/query/parameters";

export const metadata: Metadata = { title: "New dataset" };

/** /datasets/new: builds a dataset, also from the filters of a list (?source=feedback&rating=1). */
export default async function Page({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const member = await requireMember();
  if (member.role !== "admin") return <OnlyAdmins title="New dataset" />;
  const { form, unknown } = readBuilderSearch(new URLSearchParams(toSearch(await searchParams)));
  return <NewDataset member={member} initial={form} unknown={unknown} />;
}
