"use client";
import { useQuery } from "@tanstack/react-query";
import { Download, Pencil, Plus, Trash2 } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Input } from "@/components/ui/input";
import { keepingPrevious } from "@/components/ui/keeping-previous";
import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { describeStart, formatPrice, type PriceForm, toPriceForm } from "@/lib/costs/prices/prepare-price";
import { pricesOptions } from "@/lib/costs/prices/query-options";
import { type ModelPrice, modelPrice } from "@/lib/costs/prices/schemas";
import { cn } from "@/lib/format/cn";
import { toCsv } from "@/lib/format/csv";
import { formatCount } from "@/lib/format/number";
import { saveFile } from "@/lib/format/save-file";
import type { CostState } from "../use-cost-state";
import { useDeletePrice } from "./use-prices";

const SHOWN = 200;
const columns = Object.keys(modelPrice.shape) as (keyof ModelPrice)[];

const saveCsv = (rows: readonly ModelPrice[]) =>
  saveFile(
    new Blob([toCsv(rows, columns, { header: true })], { type: "text/csv;charset=utf-8" }),
    "retune-prices.csv",
  );

/** What models cost: from the price list, and as people set it. */
export function PriceList({
  state: { view, setView },
  parameters,
  canChange,
  onEdit,
  onAdd,
}: {
  state: CostState;
  parameters: { q?: string; used?: string };
  canChange: boolean;
  onEdit: (form: PriceForm) => void;
  onAdd: () => void;
}) {
  const { data, isPending, isPlaceholderData, error, refetch } = useQuery(
    keepingPrevious(pricesOptions(parameters)),
  );
  const rows = data?.data ?? [];
  return (
    <Panel
      id="prices"
      title="Prices"
      note={
        data
          ? `USD per million tokens. ${rows.length > SHOWN ? `${SHOWN} of ${formatCount(rows.length)} shown: search to narrow.` : `${formatCount(rows.length)} ${rows.length === 1 ? "price" : "prices"}.`}`
          : "USD per million tokens."
      }
      actions={
        <>
          <Input
            type="search"
            aria-label="Search prices by model"
            placeholder="Model"
            maxLength={200}
            value={view.price_of ?? ""}
            onChange={(event) =>
              setView({ price_of: event.target.value || null }, { history: "replace", throttleMs: 300 })
            }
            className="w-40"
          />
          <ToggleGroup
            label="Which prices"
            value={view.prices}
            onValueChange={(prices) => setView({ prices })}
            options={[
              { value: "used", label: "Used models" },
              { value: "all", label: "All" },
            ]}
          />
          {rows.length > 0 ? (
            <Button variant="outline" onClick={() => saveCsv(rows)}>
              <Download aria-hidden />
              Prices as CSV
            </Button>
          ) : null}
          {canChange ? (
            <Button variant="outline" onClick={onAdd}>
              <Plus aria-hidden />
              Set a price
            </Button>
          ) : null}
        </>
      }
    >
      {isPending ? (
        <div className="grid gap-3 p-4">
          {[1, 2, 3, 4].map((row) => (
            <Skeleton key={row} className="h-5 w-full" />
          ))}
        </div>
      ) : !data ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : rows.length === 0 ? (
        <p className="px-4 py-8 text-center text-13 text-muted">
          {view.price_of
            ? `No price of a model with “${view.price_of}” in its name.`
            : "No price of a used model is known."}{" "}
          {view.prices === "used" ? "“All” also shows models that no interaction has." : ""}
        </p>
      ) : (
        // A scrolling region must be reachable by keyboard.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: reason above
        <section aria-label="Prices, table" tabIndex={0} className="relative isolate max-h-96 overflow-auto">
          <table
            className={cn("w-full border-collapse text-13", isPlaceholderData && "[&_tbody]:opacity-50")}
          >
            <thead className="sticky top-0 z-10 bg-surface">
              <tr className="border-b text-xs whitespace-nowrap text-muted">
                <th scope="col" className="px-4 py-1.5 text-left font-medium">
                  Model
                </th>
                {["Input", "Cached", "Output"].map((name) => (
                  <th key={name} scope="col" className="px-2 py-1.5 text-right font-medium">
                    {name}
                  </th>
                ))}
                <th scope="col" className="px-2 py-1.5 text-left font-medium">
                  Valid from (UTC)
                </th>
                <th scope="col" className="px-2 py-1.5 text-left font-medium">
                  Source
                </th>
                <th scope="col" className="w-0 px-4">
                  <span className="sr-only">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, SHOWN).map((price) => (
                <PriceRow key={price.id} price={price} canChange={canChange} onEdit={onEdit} />
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Panel>
  );
}

function PriceRow({
  price,
  canChange,
  onEdit,
}: {
  price: ModelPrice;
  canChange: boolean;
  onEdit: (form: PriceForm) => void;
}) {
  const remove = useDeletePrice();
  const isOwn = price.source === "manual";
  const name = `${price.model} from ${describeStart(price.valid_from)}`;
  return (
    <tr className="h-9 border-b last:border-0 hover:bg-subtle">
      <th scope="row" className="min-w-44 px-4 text-left font-normal break-words">
        {price.model}
        {price.provider ? <span className="text-xs text-muted"> {price.provider}</span> : null}
      </th>
      <td className="px-2 text-right">{formatPrice(price.input_usd_per_million)}</td>
      <td className="px-2 text-right">{formatPrice(price.cached_usd_per_million)}</td>
      <td className="px-2 text-right">{formatPrice(price.output_usd_per_million)}</td>
      <td className="px-2 whitespace-nowrap">{describeStart(price.valid_from)}</td>
      <td className="px-2 whitespace-nowrap">
        {isOwn ? <Badge tone="accent">Set here</Badge> : <span className="text-muted">Price list</span>}
      </td>
      <td className="px-4">
        {canChange ? (
          <span className="flex justify-end">
            <Button
              variant="ghost"
              size="icon"
              aria-label={isOwn ? `Edit the price of ${name}` : `Replace the price of ${name}`}
              title={isOwn ? "Edit" : "Set another price in its place"}
              onClick={() => onEdit(toPriceForm(price))}
            >
              <Pencil aria-hidden />
            </Button>
            {isOwn ? (
              <Button
                variant="ghost"
                size="icon"
                aria-label={`Delete the price of ${name}`}
                isPending={remove.isPending}
                onClick={() => remove.mutate(price)}
              >
                <Trash2 aria-hidden />
              </Button>
            ) : null}
          </span>
        ) : null}
      </td>
    </tr>
  );
}
