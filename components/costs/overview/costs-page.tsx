"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ParameterNotice } from "@/components/filters/parameter-notice";
import { CopyButton } from "@/components/ui/copy-button";
import { keepingPrevious } from "@/components/ui/keeping-previous";
import { useNow } from "@/components/ui/use-now";
import { costAddressParsers, type HrefOf, prepareCosts } from "@/lib/costs/prepare-address";
import { emptyPriceForm, type PriceForm } from "@/lib/costs/prices/prepare-price";
import { costsSummaryOptions } from "@/lib/costs/spend/query-options";
import type { Member } from "@/lib/members/schemas";
import { toHref } from "@/lib/query/url-state";
import { useCostState } from "../use-cost-state";
import { CostCharts } from "./cost-charts";
import { CostFigures } from "./cost-figures";
import { CostFilters } from "./cost-filters";
import { NoCosts } from "./no-costs";
import { PriceDialog } from "./price-dialog";
import { PriceList } from "./price-list";
import { RepriceDialog } from "./reprice-dialog";
import { UnpricedList } from "./unpriced-list";
import { UserCosts } from "./user-costs";
import { WhatIf } from "./what-if";

/** The page of costs. `renderedAt` (ms) is the server's time, so that both draw the same days; `origin` is the site's address. */
export function CostsPage({
  member,
  renderedAt,
  origin,
}: {
  member: Member;
  renderedAt: number;
  origin: string;
}) {
  const state = useCostState();
  const now = useNow() ?? renderedAt;
  const parameters = prepareCosts(state.params, state.view, now);
  const hrefOf: HrefOf = (patch) => toHref("/interactions", state.params, patch);
  const summary = useQuery(keepingPrevious(costsSummaryOptions(parameters.all)));
  const [priceForm, setPriceForm] = useState<PriceForm | null>(null);
  const [isRepricing, setIsRepricing] = useState(false);
  const canReprice = member.role !== "reviewer";
  // Prices hold for every project.
  const canSetPrice = canReprice && member.projects === null;
  const { project } = state.filters;
  return (
    <div className="mx-auto grid max-w-[90rem] grid-cols-1 gap-4">
      <header className="flex flex-wrap items-center gap-2">
        <h1 className="mr-auto text-lg font-semibold">Costs</h1>
        <CostFilters state={state} parameters={parameters} />
        <CopyButton value={() => window.location.href} label="Copy link" variant="outline" />
      </header>
      <ParameterNotice parsers={costAddressParsers} />
      {summary.data?.total_interactions === 0 ? (
        <NoCosts state={state} origin={origin} />
      ) : (
        <>
          <CostFigures parameters={parameters.all} hrefOf={hrefOf} />
          <CostCharts state={state} parameters={parameters} now={now} hrefOf={hrefOf} />
          <UserCosts state={state} parameters={parameters} hrefOf={hrefOf} canDownload={canReprice} />
          <div className="grid gap-4 xl:grid-cols-2 xl:items-start [&>*]:min-w-0">
            <WhatIf state={state} parameters={parameters.all} hrefOf={hrefOf} />
            <UnpricedList
              parameters={parameters.all}
              hrefOf={hrefOf}
              canReprice={canReprice}
              canSetPrice={canSetPrice}
              onReprice={() => setIsRepricing(true)}
              onSetPrice={(model) => setPriceForm(emptyPriceForm(model))}
            />
          </div>
        </>
      )}
      <PriceList
        state={state}
        parameters={parameters.prices}
        canChange={canSetPrice}
        onEdit={setPriceForm}
        onAdd={() => setPriceForm(emptyPriceForm())}
      />
      {priceForm ? (
        <PriceDialog
          initial={priceForm}
          onReprice={() => setIsRepricing(true)}
          onClose={() => setPriceForm(null)}
        />
      ) : null}
      {isRepricing ? (
        <RepriceDialog
          project={project?.length === 1 ? project[0] : undefined}
          onClose={() => setIsRepricing(false)}
        />
      ) : null}
    </div>
  );
}
