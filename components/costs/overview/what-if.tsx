"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { Definition } from "@/components/ui/definition";
import { ErrorState } from "@/components/ui/error-state";
import { keepingPrevious } from "@/components/ui/keeping-previous";
import { MultiSelect } from "@/components/ui/multi-select";
import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";
import type { HrefOf } from "@/lib/costs/prepare-address";
import { costDefinitions } from "@/lib/costs/prepare-definitions";
import { formatPrice } from "@/lib/costs/prices/prepare-price";
import { describeQuality, describeWhatIf } from "@/lib/costs/prices/prepare-what-if";
import { pricesOptions, whatIfOptions } from "@/lib/costs/prices/query-options";
import type { WhatIfResult } from "@/lib/costs/prices/schemas";
import type { SpendParameters } from "@/lib/costs/spend/query-options";
import { cn } from "@/lib/format/cn";
import { formatCount, formatUsd } from "@/lib/format/number";
import { writeChoices } from "@/lib/query/parameters";
import type { CostState } from "../use-cost-state";

/** What the same traffic would have cost on another model, with how satisfied people were on either. */
export function WhatIf({
  state: { view, setView },
  parameters,
  hrefOf,
}: {
  state: CostState;
  parameters: SpendParameters;
  hrefOf: HrefOf;
}) {
  const model = view.to_model;
  const used = useQuery(pricesOptions({ used: "true" }));
  // Every price there is, once somebody is about to choose among them.
  const [isChoosing, setIsChoosing] = useState(false);
  const all = useQuery({ ...pricesOptions(), enabled: isChoosing });
  const names = [
    ...new Set([...(used.data?.data ?? []), ...(all.data?.data ?? [])].map((price) => price.model)),
  ];
  const comparison = useQuery({
    ...keepingPrevious(whatIfOptions({ ...parameters, to_model: model ?? "" })),
    enabled: model !== null,
  });
  return (
    <Panel
      id="what-if"
      title="On another model"
      definition={<Definition of="On another model">{costDefinitions.what_if}</Definition>}
      note="The same traffic of this range, priced as if another model had answered."
      actions={
        // biome-ignore lint/a11y/noStaticElementInteractions: only looks ahead; the control inside is what is used
        <div onFocus={() => setIsChoosing(true)} onPointerEnter={() => setIsChoosing(true)}>
          <MultiSelect
            label="Model"
            allLabel="Choose one"
            values={model === null ? [] : [model]}
            onChange={(values) => setView({ to_model: values.at(-1) ?? null })}
            options={names.map((name) => ({ value: name, label: name }))}
            isLoading={all.isPending}
          />
        </div>
      }
    >
      {model === null ? (
        <p className="px-4 py-8 text-center text-13 text-muted">
          Choose a model to see what this traffic would have cost on it.
        </p>
      ) : comparison.isPending ? (
        <div className="grid gap-3 p-4">
          <Skeleton className="h-14 w-full" />
          <Skeleton className="h-14 w-full" />
        </div>
      ) : !comparison.data ? (
        <ErrorState error={comparison.error} onRetry={comparison.refetch} />
      ) : (
        <div className={cn("grid gap-4 px-4 pt-1 pb-4", comparison.isPlaceholderData && "opacity-50")}>
          <Costs result={comparison.data} hrefOf={hrefOf} />
          <Quality result={comparison.data} hrefOf={hrefOf} />
        </div>
      )}
    </Panel>
  );
}

function Value({ label, children }: { label: React.ReactNode; children: React.ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="truncate text-xs text-muted">{label}</dt>
      <dd className="text-lg font-semibold tracking-tight">{children}</dd>
    </div>
  );
}

function Costs({ result, hrefOf }: { result: WhatIfResult; hrefOf: HrefOf }) {
  const { change, isCheaper } = describeWhatIf(result);
  const { price } = result;
  return (
    <div className="grid gap-2">
      <dl className="grid grid-cols-3 gap-4">
        <Value label="Actual">{formatUsd(result.actual_cost)}</Value>
        <Value label={<span title={result.to_model}>On {result.to_model}</span>}>
          {formatUsd(result.what_if_cost)}
        </Value>
        <Value label="Difference">
          <span className={cn(isCheaper === true && "text-positive", isCheaper === false && "text-negative")}>
            {change}
          </span>
        </Value>
      </dl>
      <p className="text-xs text-muted">
        <Link href={hrefOf({})} className="underline hover:text-foreground">
          {formatCount(result.interactions)} interactions
        </Link>{" "}
        compared
        {result.left_out > 0
          ? `, ${formatCount(result.left_out)} left out: without split tokens or a cost, or older than the model’s first price.`
          : "."}{" "}
        {price
          ? `Newest price used: ${formatPrice(price.input_usd_per_million)} in, ${price.cached_usd_per_million === null ? "" : `${formatPrice(price.cached_usd_per_million)} cached, `}${formatPrice(price.output_usd_per_million)} out per million tokens.`
          : "There is no price for this model in this range: set one below."}
      </p>
    </div>
  );
}

function Quality({ result, hrefOf }: { result: WhatIfResult; hrefOf: HrefOf }) {
  const quality = describeQuality(result);
  return (
    <div className="grid gap-2 border-t pt-3">
      <dl className="grid grid-cols-3 gap-4">
        <Value label="Satisfaction, other models">
          <span className={cn(quality.current.isSmall && "text-muted")}>{quality.current.text}</span>{" "}
          <span className="text-xs font-normal text-muted">n {formatCount(result.quality.current.n)}</span>
        </Value>
        <Value label={`On ${result.to_model}`}>
          <span className={cn(quality.toModel.isSmall && "text-muted")}>{quality.toModel.text}</span>{" "}
          <Link
            href={hrefOf({ model: writeChoices([result.to_model]) })}
            className="text-xs font-normal text-muted underline hover:text-foreground"
          >
            n {formatCount(result.quality.to_model.n)}
          </Link>
        </Value>
        <Value label="Difference">
          <span
            className={cn(
              quality.isBetter === null && "text-muted",
              quality.isBetter === true && "text-positive",
              quality.isBetter === false && "text-negative",
            )}
          >
            {quality.difference}
          </span>
        </Value>
      </dl>
      <p className="text-xs text-muted">
        {quality.interval} Observed on different traffic: it is not the effect of a change of model.
      </p>
    </div>
  );
}
