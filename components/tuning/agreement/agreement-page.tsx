"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import Link from "next/link";
import { ParameterNotice } from "@/components/filters/parameter-notice";
import { Button, buttonStyles } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { formatCount } from "@/lib/format/number";
import { saveFile } from "@/lib/format/save-file";
import { tableToCsv } from "@/lib/format/table";
import type { Member } from "@/lib/members/schemas";
import { queuesOptions } from "@/lib/tuning/queues/query-options";
import { toAgreementTable } from "@/lib/tuning/reviews/prepare-agreement";
import { agreementParsers } from "@/lib/tuning/reviews/prepare-agreement-filters";
import { agreementOptions } from "@/lib/tuning/reviews/query-options";
import type { Agreement } from "@/lib/tuning/reviews/schemas";
import { CategoryAgreement } from "./category-agreement";
import { DisagreementList } from "./disagreement-list";
import { type AgreementState, useAgreementFilters } from "./use-agreement-filters";

const EVERY_QUEUE = "all";

/** How far two reviewers of the same turns agree, category by category, and the turns on which they do not. */
export function AgreementPage({ member }: { member: Member }) {
  const state = useAgreementFilters();
  const { filters, setFilters, scope } = state;
  const { data, error, refetch } = useQuery({
    ...agreementOptions(scope),
    placeholderData: keepPreviousData,
  });
  const queues = useQuery(queuesOptions()).data?.data ?? [];
  const queueOptions = [
    { value: EVERY_QUEUE, label: "Every queue, and none" },
    ...queues
      .filter((queue) => filters.project?.includes(queue.project) ?? true)
      .map((queue) => ({ value: queue.id, label: queue.name })),
  ];
  const isKnown = queueOptions.some(({ value }) => value === filters.queue_id);
  return (
    <div className="grid gap-5">
      <header className="flex flex-wrap items-center gap-2">
        <h1 className="mr-auto text-lg font-semibold">Agreement</h1>
        <Select
          label="Queue"
          value={filters.queue_id === null ? EVERY_QUEUE : isKnown ? filters.queue_id : null}
          placeholder="A queue that is gone"
          onValueChange={(value) =>
            setFilters({ queue_id: value === EVERY_QUEUE ? null : value, category: null, side: null })
          }
          options={queueOptions}
          className="max-w-64 max-sm:text-13"
        />
        <Button
          variant="outline"
          disabled={!data || data.n === 0}
          onClick={() =>
            data &&
            saveFile(
              new Blob([tableToCsv(toAgreementTable(data))], { type: "text/csv;charset=utf-8" }),
              "retune-agreement.csv",
            )
          }
        >
          <Download aria-hidden />
          CSV
        </Button>
      </header>
      <ParameterNotice parsers={agreementParsers} />
      {data === undefined ? (
        <div className="rounded-md border bg-surface">
          {error ? <ErrorState error={error} onRetry={() => refetch()} /> : <AgreementSkeleton />}
        </div>
      ) : data.n === 0 ? (
        <div className="rounded-md border bg-surface">
          <EmptyState
            title="No turn was reviewed by two people yet"
            text="Agreement is counted over turns that two reviewers have both finished. A queue that asks for two reviewers makes them; turns that a blind queue still waits for do not count."
            action={
              <Link href="/tuning/queues" className={buttonStyles({ variant: "outline" })}>
                To the queues
              </Link>
            }
          />
        </div>
      ) : (
        <>
          <Figures agreement={data} state={state} />
          <DisagreementList state={state} canDecide={member.role !== "reviewer"} />
        </>
      )}
    </div>
  );
}

function Figures({ agreement, state }: { agreement: Agreement; state: AgreementState }) {
  const { filters, setFilters } = state;
  const open = agreement.disagreements - agreement.adjudicated;
  return (
    <section aria-label="Agreement per category" className="grid gap-3">
      <p className="text-13 text-muted">
        {formatCount(agreement.n)} {agreement.n === 1 ? "turn" : "turns"} finished by two people ·{" "}
        {formatCount(agreement.disagreements)} on which they differ · {formatCount(agreement.adjudicated)}{" "}
        decided{open > 0 ? `, ${formatCount(open)} open` : ""}
      </p>
      <ul className="grid gap-px overflow-hidden rounded-md border bg-border sm:grid-cols-2 xl:grid-cols-3">
        {agreement.data.map((row) => (
          <CategoryAgreement
            key={row.category}
            row={row}
            chosenSide={filters.category === row.category ? (filters.side ?? "both") : null}
            onChoose={(side) => {
              const isChosen = filters.category === row.category && filters.side === side;
              setFilters(isChosen ? { category: null, side: null } : { category: row.category, side });
            }}
          />
        ))}
      </ul>
      <p className="text-xs text-muted">
        A category counts as noted when the reviewer has a note of it on the turn; 1st is who finished first.
        Cohen’s kappa (1960) is agreement beyond chance, and has no value where chance alone would always
        agree. Press a framed number to see its turns.
      </p>
    </section>
  );
}

const SKELETON_CELLS = [1, 2, 3, 4, 5, 6];

/** The grids while they are being read. */
export function AgreementSkeleton() {
  return (
    <div
      role="status"
      aria-label="Loading agreement"
      className="grid gap-6 p-4 sm:grid-cols-2 xl:grid-cols-3"
    >
      {SKELETON_CELLS.map((cell) => (
        <Skeleton key={cell} className="h-36" />
      ))}
    </div>
  );
}
