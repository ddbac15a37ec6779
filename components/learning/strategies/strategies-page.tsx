"use client";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useQueryStates } from "nuqs";
import { useState } from "react";
import { ParameterNotice } from "@/components/filters/parameter-notice";
import { useLeave } from "@/components/shell/leave-guard";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { chooseProject, strategyParsers } from "@/lib/learning/strategies/prepare-address";
import { strategiesOptions } from "@/lib/learning/strategies/query-options";
import type { Member } from "@/lib/members/schemas";
import { ProjectChoice } from "../project-choice";
import { type Edited, StrategyEditor } from "./strategy-editor";
import { StrategyList } from "./strategy-list";
import { StrategyView } from "./strategy-view";

/** How prompts are put together: strategies with their versions, what changed between them, and which one is the default. */
export function StrategiesPage({ member, projects }: { member: Member; projects: readonly string[] }) {
  const [state, setState] = useQueryStates(strategyParsers, { history: "push" });
  const [edited, setEdited] = useState<Edited | null>(null);
  const leave = useLeave();
  const project = chooseProject(state.project, projects, member.projects);
  const { data, error, refetch } = useQuery(strategiesOptions({ project }));
  const canChange = member.role !== "reviewer";
  const strategies = data?.data ?? [];
  const selected =
    strategies.find(({ name }) => name === state.name)?.name ?? data?.default.name ?? strategies[0]?.name;
  const startFrom = strategies.find(({ name }) => name === selected) ?? strategies.at(-1);
  const select = (name: string, version: number | null = null) =>
    setState({ name, version, view: null, against: null });
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <header className="flex flex-wrap items-center gap-2">
        <h1 className="text-lg font-semibold">Strategies</h1>
        <span className="mr-auto min-w-0">
          <ProjectChoice
            project={project}
            projects={projects}
            onChoose={(chosen) => {
              setEdited(null);
              setState({ project: [chosen], name: null, version: null, view: null, against: null });
            }}
          />
        </span>
        {canChange && startFrom ? (
          <Button
            variant="outline"
            disabled={edited !== null}
            onClick={() => setEdited({ name: null, body: startFrom.body, newest: 0 })}
          >
            <Plus aria-hidden />
            New strategy
          </Button>
        ) : null}
      </header>
      <ParameterNotice parsers={strategyParsers} />
      {!data ? (
        error ? (
          <ErrorState error={error} onRetry={() => refetch()} />
        ) : (
          <StrategiesSkeleton />
        )
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-[16rem_minmax(0,1fr)]">
          <StrategyList
            strategies={strategies}
            chosen={data.default}
            selected={edited ? (edited.name ?? undefined) : selected}
            // Another strategy takes the place of the form, as another project does.
            onSelect={(name) =>
              leave("project", () => {
                setEdited(null);
                select(name);
              })
            }
          />
          <div className="min-w-0 rounded-md border bg-surface">
            {edited ? (
              <StrategyEditor
                key={`${edited.name} ${edited.newest}`}
                project={project}
                edited={edited}
                onCancel={() => setEdited(null)}
                onSaved={({ name }) => {
                  setEdited(null);
                  select(name);
                }}
              />
            ) : selected ? (
              <StrategyView
                key={`${project} ${selected}`}
                project={project}
                name={selected}
                chosen={data.default}
                canChange={canChange}
                state={state}
                onState={(change) => setState(change)}
                onEdit={({ name, version, body }, newest) =>
                  setEdited(version === 0 ? { name: null, body, newest: 0 } : { name, body, newest })
                }
              />
            ) : null}
          </div>
        </div>
      )}
    </div>
  );
}

/** The page while its strategies are being read. */
export function StrategiesSkeleton() {
  return (
    <div
      role="status"
      aria-label="Loading strategies"
      className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-[16rem_minmax(0,1fr)]"
    >
      <Skeleton className="h-32 w-full" />
      <Skeleton className="h-96 w-full" />
    </div>
  );
}
