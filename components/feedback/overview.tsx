"use client";
import { useQuery } from "@tanstack/react-query";
import { ActiveFilters } from "@/components/filters/active-filters";
import { ParameterNotice } from "@/components/filters/parameter-notice";
import { useFilters } from "@/components/filters/use-filters";
import { CopyButton } from "@/components/ui/copy-button";
import { keepingPrevious } from "@/components/ui/keeping-previous";
import { useNow } from "@/components/ui/use-now";
import { overviewParsers } from "@/lib/feedback/prepare-address";
import { type HrefOf, prepareOverview } from "@/lib/feedback/prepare-overview";
import { statsOptions } from "@/lib/feedback/query-options";
import { toAnalyticsParameters, toHref } from "@/lib/query/url-state";
import { OverviewAccuracy, OverviewWeakest } from "./overview-accuracy";
import { OverviewEmpty } from "./overview-empty";
import { OverviewFigures } from "./overview-figures";
import { OverviewFilters } from "./overview-filters";
import { OverviewNewest } from "./overview-newest";
import { OverviewProjects } from "./overview-projects";
import { OverviewSuccessRate } from "./overview-success-rate";
import { OverviewVotes } from "./overview-votes";

/** The overview. `renderedAt` (ms) is the server's time, so that both draw the same days; `origin` is the site's address. */
export function Overview({ renderedAt, origin }: { renderedAt: number; origin: string }) {
  const { filters } = useFilters();
  const now = useNow() ?? renderedAt;
  const filter = toAnalyticsParameters(filters);
  const parameters = prepareOverview(filter, now);
  const hrefOf: HrefOf = (patch) => toHref("/feedback", filter, patch);
  const stats = useQuery(keepingPrevious(statsOptions(parameters.stats)));
  const isEmpty = stats.data?.total === 0;
  return (
    <div className="mx-auto grid max-w-[90rem] grid-cols-1 gap-4">
      <header className="flex flex-wrap items-center gap-2">
        <h1 className="mr-auto text-lg font-semibold">Overview</h1>
        <OverviewFilters parameters={parameters} />
        <CopyButton value={() => window.location.href} label="Copy link" variant="outline" />
      </header>
      <ParameterNotice parsers={overviewParsers} />
      <ActiveFilters />
      {isEmpty ? (
        <OverviewEmpty origin={origin} />
      ) : (
        <>
          <OverviewFigures parameters={parameters.stats} />
          <OverviewSuccessRate parameters={parameters} now={now} hrefOf={hrefOf} />
          <div className="grid gap-4 lg:grid-cols-2 [&>*]:min-w-0">
            <OverviewVotes parameters={parameters} now={now} hrefOf={hrefOf} />
            <OverviewProjects
              parameters={parameters}
              chosenProjects={filters.project}
              now={now}
              hrefOf={hrefOf}
            />
          </div>
          <div className="grid gap-4 lg:grid-cols-2 xl:grid-cols-3 [&>*]:min-w-0">
            <OverviewAccuracy dimension="model" parameters={parameters.models} hrefOf={hrefOf} />
            <OverviewAccuracy dimension="intent" parameters={parameters.intents} hrefOf={hrefOf} />
            <div className="grid lg:max-xl:col-span-2">
              <OverviewWeakest parameters={parameters.cells} hrefOf={hrefOf} />
            </div>
          </div>
        </>
      )}
      <OverviewNewest parameters={parameters.newest} hrefOf={hrefOf} />
    </div>
  );
}
