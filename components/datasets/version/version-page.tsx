"use client";
import { useQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { ParameterNotice } from "@/components/filters/parameter-notice";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { datasetAddressParsers, type VersionView } from "@/lib/datasets/versions/prepare-address";
import { isOpen, versionOptions } from "@/lib/datasets/versions/query-options";
import type { Dataset, DatasetVersion } from "@/lib/datasets/versions/schemas";
import type { ApiError } from "@/lib/http/fetch-json";
import { useCancelVersion } from "../use-datasets";
import { VersionProgress } from "../version-state";
import { Waiting } from "../waiting";
import { CompareView } from "./compare-view";
import { ExamplesView } from "./examples-view";
import { ManifestView } from "./manifest-view";
import { ReportView } from "./report-view";
import { VersionHeader } from "./version-header";

const viewNames: Record<VersionView, string> = {
  report: "Report",
  examples: "Examples",
  compare: "Compare",
  manifest: "Manifest",
};
/** Of a version whose lines are gone, these stay. */
const lasting: readonly VersionView[] = ["report", "manifest"];

/** One version: what became of every row, its examples, how it differs from another, and its manifest. */
export function VersionPage({ dataset, number }: { dataset: Dataset; number: number }) {
  const [address, setAddress] = useQueryStates(datasetAddressParsers, { history: "push" });
  const { data: version, error, refetch } = useQuery(versionOptions(dataset.id, number));
  if (version === undefined) {
    if (!error) return <Waiting label="Loading the version" className="h-64" />;
    return (error as ApiError).status === 404 ? (
      <EmptyState
        title={`There is no version ${number}`}
        action={
          <Button variant="outline" onClick={() => setAddress(null)}>
            All versions
          </Button>
        }
      />
    ) : (
      <ErrorState error={error} onRetry={refetch} />
    );
  }
  const views = version.state === "ready" ? (Object.keys(viewNames) as VersionView[]) : lasting;
  const view = views.find((each) => each === address.view) ?? "report";
  const hasReport = version.state === "ready" || version.state === "expired";
  return (
    <div className="mx-auto grid max-w-[90rem] grid-cols-1 gap-4">
      <VersionHeader dataset={dataset} version={version} />
      <ParameterNotice parsers={datasetAddressParsers} />
      {hasReport ? (
        <>
          <ToggleGroup
            label="What to see of this version"
            value={view}
            onValueChange={(next) =>
              setAddress({ view: next === "report" ? null : next, lint: null, split: null, example: null })
            }
            options={views.map((value) => ({ value, label: viewNames[value] }))}
            className="justify-self-start"
          />
          {view === "report" ? <ReportView version={version} /> : null}
          {view === "examples" ? <ExamplesView version={version} /> : null}
          {view === "compare" ? <CompareView version={version} /> : null}
          {view === "manifest" ? <ManifestView dataset={dataset} version={version} /> : null}
        </>
      ) : (
        <Unfinished version={version} />
      )}
    </div>
  );
}

function Unfinished({ version }: { version: DatasetVersion }) {
  const cancel = useCancelVersion(version.dataset_id);
  if (!isOpen(version)) {
    return (
      <section aria-label="State" className="rounded-md border bg-surface p-4 text-13">
        {version.state === "failed" ? (
          <p className="[overflow-wrap:anywhere] text-negative">{version.error ?? "It failed."}</p>
        ) : (
          <p className="text-muted">It was canceled. What had been written of it is removed.</p>
        )}
      </section>
    );
  }
  return (
    <section aria-label="Progress" className="grid gap-4 rounded-md border bg-surface p-4">
      <VersionProgress version={version} />
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-13 text-muted">
          It goes on when this page is closed. If the server stops, it continues where it was.
        </p>
        <Button variant="outline" isPending={cancel.isPending} onClick={() => cancel.mutate(version.version)}>
          Cancel
        </Button>
      </div>
    </section>
  );
}
