"use client";
import { useQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { ParameterNotice } from "@/components/filters/parameter-notice";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { datasetOptions } from "@/lib/datasets/definitions/query-options";
import { datasetAddressParsers } from "@/lib/datasets/versions/prepare-address";
import { VersionPage } from "../version/version-page";
import { DatasetHeader } from "./dataset-header";
import { DefinitionPanel } from "./definition-panel";
import { SchedulePanel } from "./schedule-panel";
import { VersionsPanel } from "./versions-panel";

/** One dataset: what it is made of, its schedule and its versions; or one of these versions, as the address says. */
export function DatasetPage({ id, origin }: { id: string; origin: string }) {
  const { data: dataset, error, refetch } = useQuery(datasetOptions(id));
  const [address] = useQueryStates(datasetAddressParsers);
  if (dataset === undefined)
    return error ? <ErrorState error={error} onRetry={refetch} /> : <DatasetSkeleton />;
  if (address.version !== null) return <VersionPage dataset={dataset} number={address.version} />;
  return (
    <div className="mx-auto grid max-w-[90rem] grid-cols-1 gap-4">
      <DatasetHeader dataset={dataset} />
      <ParameterNotice parsers={datasetAddressParsers} />
      <VersionsPanel dataset={dataset} />
      <div className="grid items-start gap-4 xl:grid-cols-2 [&>*]:min-w-0">
        <DefinitionPanel dataset={dataset} />
        <SchedulePanel dataset={dataset} origin={origin} />
      </div>
    </div>
  );
}

/** The page while it is being read. */
export function DatasetSkeleton() {
  return (
    <div
      role="status"
      aria-label="Loading the dataset"
      className="mx-auto grid max-w-[90rem] grid-cols-1 gap-4"
    >
      <Skeleton className="h-16 w-full max-w-md" />
      <Skeleton className="h-48 w-full" />
      <div className="grid gap-4 xl:grid-cols-2">
        <Skeleton className="h-64 w-full" />
        <Skeleton className="h-64 w-full" />
      </div>
    </div>
  );
}
