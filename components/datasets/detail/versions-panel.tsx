"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Snowflake } from "lucide-react";
import Link from "next/link";
import { useShortcut } from "@/components/shell/shortcuts";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";
import { toDatasetHref } from "@/lib/datasets/versions/prepare-address";
import { readProblems } from "@/lib/datasets/versions/prepare-problems";
import { isOpen, versionsOptions } from "@/lib/datasets/versions/query-options";
import type { Dataset } from "@/lib/datasets/versions/schemas";
import type { ApiError } from "@/lib/http/fetch-json";
import { useFreezeDataset } from "../use-datasets";
import { VersionRow, versionColumns } from "./version-row";

/** The frozen versions, newest first, with the one that is being frozen and how far it is. */
export function VersionsPanel({ dataset }: { dataset: Dataset }) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    versionsOptions(dataset.id),
  );
  const freeze = useFreezeDataset(dataset.id);
  const versions = data?.pages.flatMap((page) => page.data);
  const isBusy = versions?.some(isOpen) ?? false;
  const handleFreeze = () => freeze.mutate();
  useShortcut({
    keys: "f",
    label: "Freeze now",
    group: "Dataset",
    isEnabled: !isBusy && !freeze.isPending,
    run: handleFreeze,
  });
  const button = (
    <Button variant="primary" isPending={freeze.isPending} disabled={isBusy} onClick={handleFreeze}>
      <Snowflake aria-hidden />
      Freeze now
    </Button>
  );
  return (
    <Panel
      title="Versions"
      note="Each is written once, with its SHA-256: the same version downloads the same bytes for ever."
      actions={versions?.length === 0 ? null : button}
    >
      {freeze.error ? <FreezeProblem error={freeze.error} id={dataset.id} /> : null}
      {versions === undefined ? (
        error ? (
          <ErrorState error={error} onRetry={refetch} />
        ) : (
          <div role="status" aria-label="Loading versions" className="grid gap-3 p-4">
            <Skeleton className="h-6 w-full" />
            <Skeleton className="h-6 w-full" />
          </div>
        )
      ) : versions.length === 0 ? (
        <EmptyState
          title="Not frozen yet"
          text="Freezing reads the rows that match now, writes the lines of the file and seals them. What is recorded later is in the next version."
          action={button}
        />
      ) : (
        <>
          <div
            aria-hidden
            className={`${versionColumns} hidden border-b px-4 py-2 text-xs text-muted lg:grid`}
          >
            <span>Version</span>
            <span>Lines</span>
            <span className="text-right">Size</span>
            <span>SHA-256 of the JSONL</span>
            <span>Frozen</span>
          </div>
          <ul aria-label="Versions" className="divide-y max-lg:border-t">
            {versions.map((version) => (
              <VersionRow key={version.id} dataset={dataset} version={version} />
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
      )}
    </Panel>
  );
}

/** Why nothing is being frozen, and what is missing. */
function FreezeProblem({ error, id }: { error: ApiError; id: string }) {
  const problems = readProblems(error);
  return (
    <div
      role="alert"
      className="mx-4 mb-3 grid gap-1 rounded-md bg-negative-subtle px-3 py-2 text-13 text-negative"
    >
      <p className="font-medium">{error.message}</p>
      {problems.length > 0 ? (
        <>
          <ul className="list-disc pl-5">
            {problems.map(({ path, message }) => (
              <li key={`${path} ${message}`}>{message}</li>
            ))}
          </ul>
          <Link
            href={`${toDatasetHref(id)}/edit`}
            className="justify-self-start underline underline-offset-2"
          >
            Edit the dataset
          </Link>
        </>
      ) : null}
    </div>
  );
}
