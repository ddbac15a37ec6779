"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { ParameterNotice } from "@/components/filters/parameter-notice";
import { SearchField } from "@/components/filters/search-field";
import { useShortcut } from "@/components/shell/shortcuts";
import { Button, buttonStyles } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { keepingPrevious } from "@/components/ui/keeping-previous";
import { Skeleton } from "@/components/ui/skeleton";
import { datasetsOptions } from "@/lib/datasets/definitions/query-options";
import { datasetListParsers } from "@/lib/datasets/versions/prepare-address";
import { isOpen } from "@/lib/datasets/versions/query-options";
import { OnlyAdmins } from "../only-admins";
import { DatasetRow, datasetColumns } from "./dataset-row";

const NEW = "/datasets/new";
/** While one is being frozen, and otherwise. */
const LOOK_MS = 2_000;
const FRESH_MS = 60_000;

/** The list of datasets: what each is made of, its newest version, and when it is frozen next. */
export function DatasetsPage({ isAdmin, origin }: { isAdmin: boolean; origin: string }) {
  return isAdmin ? <Datasets origin={origin} /> : <OnlyAdmins title="Datasets" />;
}

function Datasets({ origin }: { origin: string }) {
  const router = useRouter();
  const [{ q }, setAddress] = useQueryStates(datasetListParsers, { history: "replace" });
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    ...keepingPrevious(datasetsOptions({ q: q || undefined })),
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ data: rows }) =>
        rows.some((row) => row.latest_version && isOpen(row.latest_version)),
      )
        ? LOOK_MS
        : FRESH_MS,
  });
  useShortcut({ keys: "c", label: "New dataset", group: "Datasets", run: () => router.push(NEW) });
  const datasets = data?.pages.flatMap((page) => page.data);
  const add = (
    <Link href={NEW} className={buttonStyles({ variant: "primary" })}>
      <Plus aria-hidden />
      New dataset
    </Link>
  );
  const isNothing = datasets?.length === 0 && !q;
  return (
    <div className="mx-auto grid max-w-[90rem] grid-cols-1 gap-4">
      <header className="flex flex-wrap items-center gap-2">
        <h1 className="mr-auto text-lg font-semibold">Datasets</h1>
        {isNothing ? null : add}
      </header>
      <ParameterNotice parsers={datasetListParsers} />
      {isNothing ? null : (
        <div className="flex">
          <SearchField
            label="Search datasets"
            placeholder="Name"
            group="Datasets"
            value={q ?? ""}
            onChange={(text) => setAddress({ q: text || null })}
          />
        </div>
      )}
      <section aria-label="Datasets" className="rounded-md border bg-surface">
        {datasets === undefined ? (
          error ? (
            <ErrorState error={error} onRetry={refetch} />
          ) : (
            <DatasetsSkeleton />
          )
        ) : datasets.length > 0 ? (
          <>
            <div
              aria-hidden
              className={`${datasetColumns} hidden border-b px-4 py-2 text-xs text-muted lg:grid`}
            >
              <span>Dataset</span>
              <span>Source and format</span>
              <span>Newest version</span>
              <span>Schedule</span>
            </div>
            <ul aria-label="Datasets" className="divide-y">
              {datasets.map((dataset) => (
                <DatasetRow key={dataset.id} dataset={dataset} />
              ))}
            </ul>
            {hasNextPage ? (
              <div className="border-t p-2 text-center">
                <Button variant="ghost" isPending={isFetchingNextPage} onClick={() => fetchNextPage()}>
                  Load more
                </Button>
              </div>
            ) : null}
          </>
        ) : q ? (
          <EmptyState
            title="No dataset has that name"
            action={
              <Button variant="outline" onClick={() => setAddress({ q: null })}>
                Clear the search
              </Button>
            }
          />
        ) : (
          <EmptyState
            title="No datasets yet"
            text="A dataset says which votes, reviewed turns, interactions or executions become a training file, in which format and with which weights. Freeze it, and the file stays the same for ever; give it a schedule, and it is frozen every week."
            action={add}
            code={`curl -X POST "${origin}/v1/datasets" \\\n  -H "Authorization: Bearer $RETUNE_API_KEY" -H 'content-type: application/json' \\\n  -d '${JSON.stringify({ name: "Weekly votes", schedule: { weekday: 1, hour: 6, time_zone: "Europe/Berlin" } })}'`}
          />
        )}
      </section>
    </div>
  );
}

/** The list while it is being read. */
export function DatasetsSkeleton() {
  return (
    <div role="status" aria-label="Loading datasets" className="divide-y">
      {[1, 2, 3].map((row) => (
        <div key={row} className="grid gap-2 p-4">
          <Skeleton className="h-5 w-56" />
          <Skeleton className="h-4 w-full max-w-md" />
        </div>
      ))}
    </div>
  );
}
