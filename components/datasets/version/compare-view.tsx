"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Field } from "@/components/ui/field";
import { keepingPrevious } from "@/components/ui/keeping-previous";
import { Select } from "@/components/ui/select";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { datasetAddressParsers, diffChanges } from "@/lib/datasets/versions/prepare-address";
import { diffOptions, versionsOptions } from "@/lib/datasets/versions/query-options";
import type { DatasetVersion } from "@/lib/datasets/versions/schemas";
import { cn } from "@/lib/format/cn";
import { formatCount } from "@/lib/format/number";
import { Waiting } from "../waiting";
import { ChangeItem, changeNames } from "./change-item";

const ALL = "all";

/** How this version differs from another: which rows came, went or say something else now. */
export function CompareView({ version }: { version: DatasetVersion }) {
  const [address, setAddress] = useQueryStates(datasetAddressParsers, { history: "replace" });
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    versionsOptions(version.dataset_id),
  );
  const others = data?.pages
    .flatMap((page) => page.data)
    .filter((each) => each.state === "ready" && each.version !== version.version)
    .map((each) => each.version);
  if (others === undefined)
    return error ? (
      <ErrorState error={error} onRetry={refetch} />
    ) : (
      <Waiting label="Loading the comparison" className="h-40" />
    );
  // The one before is what people ask for; the first has none before it.
  const other = address.with ?? others.find((each) => each < version.version) ?? others.at(-1);
  if (other === undefined) {
    return (
      <EmptyState
        title="Nothing to compare it with yet"
        text="Another version whose lines are there is needed: freeze the dataset again when rows have changed."
      />
    );
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <div className="flex flex-wrap items-end gap-2">
        <Field label="Compare with">
          <Select
            value={String(other)}
            onValueChange={(value) => setAddress({ with: Number(value), change: null })}
            options={[...new Set([...others, other])]
              .sort((a, b) => b - a)
              .map((each) => ({ value: String(each), label: `Version ${each}` }))}
          />
        </Field>
        {hasNextPage ? (
          <Button variant="ghost" isPending={isFetchingNextPage} onClick={() => fetchNextPage()}>
            Earlier versions
          </Button>
        ) : null}
      </div>
      <Changes
        version={version}
        other={other}
        change={address.change}
        onChange={(change) => setAddress({ change })}
      />
    </div>
  );
}

type Change = (typeof diffChanges)[number] | null;

function Changes({
  version,
  other,
  change,
  onChange,
}: {
  version: DatasetVersion;
  other: number;
  change: Change;
  onChange: (change: Change) => void;
}) {
  const { data, error, refetch, isPlaceholderData, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery(
      keepingPrevious(
        diffOptions(version.dataset_id, version.version, {
          with: String(other),
          change: change ?? undefined,
        }),
      ),
    );
  const first = data?.pages[0];
  if (first === undefined)
    return error ? (
      <ErrorState error={error} onRetry={refetch} />
    ) : (
      <Waiting label="Loading the comparison" className="h-64" />
    );
  const rows = data?.pages.flatMap((page) => page.data) ?? [];
  const changes = first.added + first.removed + first.changed;
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <ToggleGroup<NonNullable<Change> | typeof ALL>
          label="Which changes"
          value={change ?? ALL}
          onValueChange={(value) => onChange(value === ALL ? null : value)}
          options={[
            { value: ALL, label: `All (${formatCount(changes)})` },
            ...diffChanges.map((value) => ({
              value,
              label: `${changeNames[value]} (${formatCount(first[value])})`,
            })),
          ]}
          className="max-w-full overflow-x-auto"
        />
        <p className="text-13 text-muted">
          From version {first.before} to version {first.after}. {formatCount(first.unchanged)}{" "}
          {first.unchanged === 1 ? "example is" : "examples are"} the same.
        </p>
      </div>
      <section
        aria-label="Changes"
        aria-busy={isPlaceholderData}
        className={cn("rounded-md border bg-surface transition-opacity", isPlaceholderData && "opacity-60")}
      >
        {rows.length === 0 ? (
          <p className="px-4 py-8 text-center text-13 text-muted">
            {changes === 0 ? "Both hold the same examples, letter for letter." : "None of this kind."}
          </p>
        ) : (
          <ul aria-label="Changes" className="divide-y">
            {rows.map((row) => (
              <ChangeItem key={row.source_id} row={row} />
            ))}
          </ul>
        )}
        {hasNextPage ? (
          <div className="border-t p-2 text-center">
            <Button variant="ghost" isPending={isFetchingNextPage} onClick={() => fetchNextPage()}>
              Load more
            </Button>
          </div>
        ) : null}
      </section>
    </>
  );
}
