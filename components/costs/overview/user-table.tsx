"use client";
import { ArrowDown, ArrowUp } from "lucide-react";
import Link from "next/link";
import { CopyButton } from "@/components/ui/copy-button";
import { Definition } from "@/components/ui/definition";
import type { HrefOf } from "@/lib/costs/prepare-address";
import { costDefinitions } from "@/lib/costs/prepare-definitions";
import type { CostsByUserRow, userSorts } from "@/lib/costs/spend/schemas";
import { cn } from "@/lib/format/cn";
import { formatCompact, formatCount, formatUsd, NO_VALUE } from "@/lib/format/number";
import { shortenId } from "@/lib/format/shorten";

type Sort = (typeof userSorts)[number];

/** End users with what they cost; some columns sort. */
export function UserTable({
  rows,
  isStale,
  sort,
  onSort,
  hrefOf,
}: {
  rows: readonly CostsByUserRow[];
  isStale: boolean;
  sort: Sort;
  onSort: (view: { sort: Sort }) => void;
  hrefOf: HrefOf;
}) {
  return (
    <section
      aria-label="Cost by end user, table"
      // A scrolling region must be reachable by keyboard.
      // biome-ignore lint/a11y/noNoninteractiveTabindex: reason above
      tabIndex={0}
      className="relative isolate max-h-96 overflow-auto"
    >
      <table className={cn("w-full border-collapse text-13", isStale && "[&_tbody]:opacity-50")}>
        <thead className="sticky top-0 z-10 bg-surface">
          <tr className="border-b text-xs text-muted">
            <th scope="col" className="px-4 py-1.5 text-left font-medium">
              End user
            </th>
            <SortHeader label="Cost" by="-total_cost" sort={sort} onSort={onSort} />
            <SortHeader label="Interactions" by="-total_interactions" sort={sort} onSort={onSort} />
            <th scope="col" className="px-2 py-1.5 text-right font-medium">
              Tokens
            </th>
            <th scope="col" className="px-2 py-1.5 text-right font-medium">
              Satisfaction
            </th>
            <SortHeader
              label="Cost efficiency"
              by="cost_efficiency"
              other="-cost_efficiency"
              sort={sort}
              onSort={onSort}
              definition={costDefinitions.cost_efficiency}
            />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <UserRow key={row.user_id} row={row} href={hrefOf({ user_id: row.user_id })} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function SortHeader({
  label,
  by,
  other,
  sort,
  onSort,
  definition,
}: {
  label: string;
  by: Sort;
  /** The opposite order, where there is one: a second press chooses it. */
  other?: Sort;
  sort: Sort;
  onSort: (view: { sort: Sort }) => void;
  definition?: string;
}) {
  const isDescending = sort.startsWith("-");
  const isActive = sort === by || sort === other;
  const Arrow = isDescending ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      aria-sort={isActive ? (isDescending ? "descending" : "ascending") : undefined}
      className="px-2 py-1.5 text-right font-medium whitespace-nowrap"
    >
      <span className="inline-flex items-center">
        <button
          type="button"
          onClick={() => onSort({ sort: sort === by && other ? other : by })}
          className={cn(
            "inline-flex h-6 items-center gap-1 rounded-md px-1 hover:text-foreground",
            isActive && "text-foreground",
          )}
        >
          {isActive ? <Arrow aria-hidden className="size-3" /> : null}
          {label}
        </button>
        {definition ? <Definition of={label}>{definition}</Definition> : null}
      </span>
    </th>
  );
}

function UserRow({ row, href }: { row: CostsByUserRow; href: string }) {
  return (
    <tr className="border-b last:border-0 hover:bg-subtle">
      <th scope="row" className="px-4 py-0.5 text-left font-normal whitespace-nowrap">
        <span className="flex items-center gap-0.5">
          <Link
            href={`/interactions/people/${encodeURIComponent(row.user_id)}`}
            title={row.user_id}
            className="text-accent hover:underline"
          >
            {shortenId(row.user_id)}
          </Link>
          <CopyButton value={row.user_id} label={`Copy the id ${shortenId(row.user_id)}`} />
        </span>
      </th>
      <td className="px-2 text-right whitespace-nowrap">
        {row.unpriced === row.total_interactions ? (
          <span className="text-muted">unpriced</span>
        ) : (
          formatUsd(row.total_cost)
        )}
        {row.unpriced > 0 && row.unpriced < row.total_interactions ? (
          <span className="text-xs text-muted"> + {formatCount(row.unpriced)} unpriced</span>
        ) : null}
      </td>
      <td className="px-2 text-right">
        <Link href={href} className="hover:underline">
          {formatCount(row.total_interactions)}
        </Link>
      </td>
      <td className="px-2 text-right whitespace-nowrap">{formatCompact(row.total_tokens)}</td>
      <td className="px-2 text-right whitespace-nowrap">
        {row.avg_satisfaction === null ? (
          <span className="text-muted">{NO_VALUE}</span>
        ) : (
          <>
            {row.avg_satisfaction.toFixed(2)}{" "}
            <span className="text-xs text-muted">n {formatCount(row.satisfaction_count)}</span>
          </>
        )}
      </td>
      <td className="px-4 text-right">{formatUsd(row.cost_efficiency)}</td>
    </tr>
  );
}
