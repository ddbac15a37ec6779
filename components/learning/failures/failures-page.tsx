"use client";
import { ParameterNotice } from "@/components/filters/parameter-notice";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { useNow } from "@/components/ui/use-now";
import { failureParsers, prepareDays } from "@/lib/learning/failures/prepare-address";
import type { Member } from "@/lib/members/schemas";
import { OutcomeFilters } from "../outcome-filters";
import { HeatmapCard } from "./heatmap-card";
import { PatternList } from "./pattern-list";
import { useFailuresState } from "./use-failures-state";

const cleared = { model: null, strategy: null, version: null };

/** The page of failures. `renderedAt` (ms) is the server's time, so that both draw the same days; `origin` is the site's address. */
export function FailuresPage({
  member,
  renderedAt,
  origin,
}: {
  member: Member;
  renderedAt: number;
  origin: string;
}) {
  const state = useFailuresState();
  const { model, strategy, version } = state.filters;
  const now = useNow() ?? renderedAt;
  return (
    <div className="mx-auto grid max-w-[90rem] grid-cols-1 gap-4">
      <header className="flex flex-wrap items-center gap-2">
        <h1 className="mr-auto text-lg font-semibold">Failures</h1>
        <search aria-label="Filters" className="flex flex-wrap items-center gap-2">
          <OutcomeFilters filters={state.filters} onChange={state.setFilters} params={state.params.heatmap} />
          {model || strategy || version ? (
            <Button variant="ghost" onClick={() => state.setFilters(cleared)}>
              Clear
            </Button>
          ) : null}
        </search>
        <CopyButton value={() => window.location.href} label="Copy link" variant="outline" />
      </header>
      <ParameterNotice parsers={failureParsers} />
      <HeatmapCard state={state} />
      <PatternList
        state={state}
        days={prepareDays(state.params.heatmap, now)}
        canJudge={member.role !== "reviewer"}
        canDownload={member.role !== "reviewer"}
        origin={origin}
      />
    </div>
  );
}
