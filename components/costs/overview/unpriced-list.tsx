"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Definition } from "@/components/ui/definition";
import { ErrorState } from "@/components/ui/error-state";
import { keepingPrevious } from "@/components/ui/keeping-previous";
import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { type HrefOf, toGroupFilter } from "@/lib/costs/prepare-address";
import { costDefinitions } from "@/lib/costs/prepare-definitions";
import { unpricedReasonTexts } from "@/lib/costs/prices/prepare-unpriced";
import { type PriceParameters, unpricedOptions } from "@/lib/costs/prices/query-options";
import type { UnpricedRow } from "@/lib/costs/prices/schemas";
import { cn } from "@/lib/format/cn";
import { formatCompact, formatCount } from "@/lib/format/number";

const SHOWN = 50;

/** What has no cost, why, and what to do about it. */
export function UnpricedList({
  parameters,
  hrefOf,
  canReprice,
  canSetPrice,
  onReprice,
  onSetPrice,
}: {
  parameters: PriceParameters;
  hrefOf: HrefOf;
  canReprice: boolean;
  canSetPrice: boolean;
  onReprice: () => void;
  onSetPrice: (model: string) => void;
}) {
  const { data, isPending, isPlaceholderData, error, refetch } = useQuery(
    keepingPrevious(unpricedOptions(parameters)),
  );
  const rows = data?.data ?? [];
  return (
    <Panel
      id="unpriced"
      title="Unpriced"
      definition={<Definition of="Unpriced">{costDefinitions.unpriced}</Definition>}
      note={
        data
          ? `${formatCount(data.total)} ${data.total === 1 ? "interaction" : "interactions"} in this range${rows.length > SHOWN ? ` · ${SHOWN} of ${formatCount(rows.length)} kinds shown` : ""}`
          : " "
      }
      actions={
        canReprice ? (
          <Button variant="outline" size="sm" onClick={onReprice}>
            Price them now
          </Button>
        ) : null
      }
    >
      {isPending ? (
        <div className="grid gap-3 p-4">
          {[1, 2, 3].map((row) => (
            <Skeleton key={row} className="h-5 w-full" />
          ))}
        </div>
      ) : !data ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : rows.length === 0 ? (
        <p className="px-4 py-8 text-center text-13 text-muted">
          Every interaction in this range has a cost.
        </p>
      ) : (
        // A scrolling region must be reachable by keyboard.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: reason above
        <section aria-label="Unpriced, list" tabIndex={0} className="relative max-h-80 overflow-auto">
          <ul className={cn("divide-y border-t text-13", isPlaceholderData && "opacity-50")}>
            {rows.slice(0, SHOWN).map((row) => (
              <UnpricedItem
                key={`${row.model} ${row.project} ${row.reason}`}
                row={row}
                href={hrefOf({
                  is_unpriced: "true",
                  model: toGroupFilter(row.model),
                  project: toGroupFilter(row.project),
                })}
                onSetPrice={canSetPrice ? onSetPrice : undefined}
              />
            ))}
          </ul>
        </section>
      )}
    </Panel>
  );
}

function UnpricedItem({
  row,
  href,
  onSetPrice,
}: {
  row: UnpricedRow;
  href: string;
  onSetPrice: ((model: string) => void) | undefined;
}) {
  const { model } = row;
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-1 px-4 py-2 hover:bg-subtle">
      <div className="min-w-0 flex-1 basis-64">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <Link href={href} className="font-medium break-words text-accent hover:underline">
            {model ?? "No model"}
          </Link>
          <span className="min-w-0 text-xs text-muted [overflow-wrap:anywhere]">{row.project}</span>
        </p>
        <p className="text-xs text-muted">{unpricedReasonTexts[row.reason]}</p>
      </div>
      {row.reason === "unknown_model" && model !== null && onSetPrice ? (
        <Button variant="ghost" size="sm" onClick={() => onSetPrice(model)}>
          Set a price
        </Button>
      ) : null}
      <p className="ml-auto shrink-0 text-right">
        {formatCount(row.total_interactions)}
        <span className="block text-xs text-muted">
          {formatCompact(row.total_tokens)} tokens · <Time value={row.last_seen_at} format="date" />
        </span>
      </p>
    </li>
  );
}
