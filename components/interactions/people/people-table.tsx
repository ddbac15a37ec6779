"use client";
import Link from "next/link";
import { AllRowsCheckbox, RowCheckbox } from "@/components/data-table/row-checkbox";
import type { Selection } from "@/components/data-table/use-selection";
import { Definition } from "@/components/ui/definition";
import { cn } from "@/lib/format/cn";
import { formatCompact, formatUsd, NO_VALUE } from "@/lib/format/number";
import { personHref, shortId } from "@/lib/interactions/people/prepare-profile";
import type { PersonRow } from "@/lib/interactions/people/query-options";
import { definitions } from "@/lib/interactions/prepare-definitions";
import { type FilterParameters, toHref } from "@/lib/query/url-state";
import { SMALL_SAMPLE } from "@/lib/stats/wilson";

const heads = [
  { label: "Interactions", definition: definitions.interactions },
  { label: "Tokens", definition: definitions.tokens },
  { label: "Cost", definition: definitions.cost },
  { label: "Satisfaction", definition: "Mean rating from 1 to 5 over this person’s rated interactions n." },
  {
    label: "Cost efficiency",
    definition:
      "USD divided by the mean satisfaction: the lower, the better. None without ratings, and when nothing of it has a price.",
  },
];
const cell = "border-b px-3 py-2 text-right whitespace-nowrap";

/** End users side by side; each leads to their page, and their number of interactions to these. */
export function PeopleTable({
  rows,
  params,
  selection,
}: {
  rows: readonly PersonRow[];
  params: FilterParameters;
  /** null for people who only look. */
  selection: Selection | null;
}) {
  return (
    // A scrolling region must be reachable by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: reason above
    <section aria-label="People, table" tabIndex={0} className="relative overflow-x-auto">
      <table className="w-full border-collapse text-13">
        <thead>
          <tr className="text-xs text-muted">
            {selection ? (
              <td className="w-0 border-b pl-4">
                <AllRowsCheckbox selection={selection} />
              </td>
            ) : null}
            <th scope="col" className="h-10 border-b px-4 text-left font-medium">
              User
            </th>
            {heads.map(({ label, definition }) => (
              <th key={label} scope="col" className="border-b px-3 text-right font-medium whitespace-nowrap">
                {label}
                <Definition of={label} className="-mr-1.5">
                  {definition}
                </Definition>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={row.user_id} className="hover:bg-subtle">
              {selection ? (
                <td className="border-b pl-4">
                  <RowCheckbox
                    selection={selection}
                    rowKey={row.user_id}
                    index={index}
                    label={shortId(row.user_id)}
                  />
                </td>
              ) : null}
              <th scope="row" className="max-w-64 border-b px-4 py-2 text-left font-medium">
                <Link
                  href={personHref(row.user_id)}
                  title={row.user_id}
                  dir="auto"
                  className="block truncate text-accent hover:underline"
                >
                  {shortId(row.user_id)}
                </Link>
              </th>
              <td className={cell}>
                <Link
                  href={toHref("/interactions", params, { user_id: [row.user_id] })}
                  aria-label={`${formatCompact(row.total_interactions)} interactions of ${shortId(row.user_id)}`}
                  className="hover:underline"
                >
                  {formatCompact(row.total_interactions)}
                </Link>
              </td>
              <td className={cell}>{formatCompact(row.total_tokens)}</td>
              <td className={cell}>
                {formatUsd(row.total_cost)}
                {row.unpriced > 0 ? (
                  <Link
                    href={toHref("/interactions", params, { user_id: [row.user_id], is_unpriced: "true" })}
                    className="block text-xs text-warning hover:underline"
                  >
                    {formatCompact(row.unpriced)} unpriced
                  </Link>
                ) : null}
              </td>
              <td className={cn(cell, row.satisfaction_count < SMALL_SAMPLE && "text-muted")}>
                {row.avg_satisfaction === null ? (
                  NO_VALUE
                ) : (
                  <>
                    {row.avg_satisfaction.toFixed(2)}
                    <span className="block text-xs text-muted">
                      n {formatCompact(row.satisfaction_count)}
                    </span>
                  </>
                )}
              </td>
              <td className={cell}>{formatUsd(row.cost_efficiency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
