"use client";
import { useQuery } from "@tanstack/react-query";
import { Columns2, Pencil, X } from "lucide-react";
import { useQueryStates } from "nuqs";
import { useMemo, useState } from "react";
import { ParameterNotice } from "@/components/filters/parameter-notice";
import { useUnsaved } from "@/components/shell/leave-guard";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Select } from "@/components/ui/select";
import { cn } from "@/lib/format/cn";
import {
  emptyFields,
  type PlaygroundFields,
  playgroundParsers,
  type Source,
  toComposeInput,
} from "@/lib/learning/prompts/prepare-playground";
import { chooseProject } from "@/lib/learning/strategies/prepare-address";
import { fromDraft, isSameDraft, type StrategyDraft, toDraft } from "@/lib/learning/strategies/prepare-form";
import { strategiesOptions } from "@/lib/learning/strategies/query-options";
import type { StrategyBody } from "@/lib/learning/strategies/schemas";
import { versionLabel } from "@/lib/learning/strategies/vocabulary";
import type { Member } from "@/lib/members/schemas";
import { ProjectChoice } from "../project-choice";
import { ComposedView } from "./composed-view";
import { DraftPanel } from "./draft-panel";
import { PromptFields } from "./prompt-fields";
import { TestCases } from "./test-cases";

const DEFAULT = "default";

/** Tries prompts: what a strategy makes of one, where the tokens go, beside another strategy, and what the model answers. */
export function PlaygroundPage({
  member,
  projects,
  models,
  loaded,
}: {
  member: Member;
  projects: readonly string[];
  models: readonly string[];
  /** The fields of the test case that the address names. */
  loaded: PlaygroundFields | null;
}) {
  const [state, setState] = useQueryStates(playgroundParsers, { history: "push" });
  const [fields, setFields] = useState(loaded ?? emptyFields);
  const [draft, setDraft] = useState<StrategyDraft | null>(null);
  const [lastBody, setLastBody] = useState<StrategyBody | null>(null);
  const project = chooseProject(state.project, projects, member.projects);
  const { data, error, refetch } = useQuery(strategiesOptions({ project }));
  const canChange = member.role !== "reviewer";
  const strategies = useMemo(() => data?.data ?? [], [data]);
  const chosenDefault = data?.default;
  const options = [
    {
      value: DEFAULT,
      label: `Default: ${chosenDefault?.name ? versionLabel({ name: chosenDefault.name, version: chosenDefault.strategy_version ?? 0 }) : "built-in"}`,
    },
    ...[...new Set([...strategies.map(versionLabel), state.strategy, state.with])]
      .filter((label): label is string => label !== null)
      .map((label) => ({ value: label, label })),
  ];
  const edited = strategies.find(
    ({ name }) => name === (state.strategy?.split("@")[0] ?? chosenDefault?.name ?? "built-in"),
  );
  const current = state.strategy ?? (edited ? versionLabel(edited) : null);
  const other = strategies.map(versionLabel).find((label) => label !== current) ?? DEFAULT;
  const source: Source = draft && lastBody ? { draft: lastBody } : { strategy: state.strategy };
  const changeDraft = (next: StrategyDraft) => {
    setDraft(next);
    // What cannot be composed leaves the last prompt as it is; the form says what is wrong.
    const result = fromDraft(next);
    if ("body" in result) setLastBody(result.body);
  };
  const isDraftChanged = draft !== null && edited !== undefined && !isSameDraft(draft, toDraft(edited.body));
  useUnsaved(isDraftChanged, { what: "The draft of the strategy", within: "project" });
  const closeDraft = () => {
    setDraft(null);
    setLastBody(null);
  };
  if (error && !data) return <ErrorState error={error} onRetry={() => refetch()} />;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <header className="flex flex-wrap items-center gap-2">
        <h1 className="text-lg font-semibold">Playground</h1>
        <ProjectChoice
          project={project}
          projects={projects}
          onChoose={(chosen) => {
            closeDraft();
            setState({ project: [chosen], strategy: null, with: null, test_case: null });
          }}
        />
        {canChange ? (
          <p className="ml-auto text-13 text-muted">
            {models.length > 0
              ? `Runs on ${models.join(", ")}, and records what comes of it.`
              : "No model is connected, so nothing can be run: set MODEL_URL and MODEL_NAME."}
          </p>
        ) : null}
      </header>
      <ParameterNotice parsers={playgroundParsers} />
      <div
        className={cn(
          "grid grid-cols-[minmax(0,1fr)] gap-4",
          state.with === null && "lg:grid-cols-[minmax(18rem,2fr)_minmax(0,3fr)]",
        )}
      >
        <section
          aria-label="What is asked"
          className="grid content-start gap-4 self-start rounded-md border bg-surface p-4"
        >
          <TestCases
            project={project}
            fields={fields}
            loaded={state.test_case}
            canChange={canChange}
            onLoad={(test_case, next) => {
              setState({ test_case });
              if (next) setFields(next);
            }}
          />
          <PromptFields
            fields={fields}
            onChange={(change) => setFields((current) => ({ ...current, ...change }))}
          />
        </section>
        <div className={cn("grid grid-cols-[minmax(0,1fr)] gap-4", state.with !== null && "lg:grid-cols-2")}>
          <ComposedView
            label="Composed prompt"
            input={toComposeInput(fields, project, source)}
            models={models}
            canRun={canChange}
          >
            {draft ? (
              <span className="text-13 font-medium">Draft</span>
            ) : (
              <Select
                label="Strategy"
                className="min-w-44"
                value={state.strategy ?? DEFAULT}
                onValueChange={(strategy) => setState({ strategy: strategy === DEFAULT ? null : strategy })}
                options={options}
              />
            )}
            {draft === null && edited ? (
              <Button variant="ghost" onClick={() => changeDraft(toDraft(edited.body))}>
                <Pencil aria-hidden />
                Try changes
              </Button>
            ) : null}
            {state.with === null ? (
              <Button variant="ghost" onClick={() => setState({ with: other })}>
                <Columns2 aria-hidden />
                Compare
              </Button>
            ) : null}
          </ComposedView>
          {state.with !== null ? (
            <ComposedView
              label="Composed prompt of the other strategy"
              input={toComposeInput(fields, project, {
                strategy: state.with === DEFAULT ? null : state.with,
              })}
              models={models}
              canRun={canChange}
            >
              <Select
                label="Other strategy"
                className="min-w-44"
                value={state.with}
                onValueChange={(value) => setState({ with: value })}
                options={options}
              />
              <Button
                variant="ghost"
                size="icon"
                aria-label="Stop comparing"
                onClick={() => setState({ with: null })}
              >
                <X aria-hidden />
              </Button>
            </ComposedView>
          ) : null}
        </div>
      </div>
      {draft && edited ? (
        <DraftPanel
          project={project}
          name={edited.version === 0 ? null : edited.name}
          newest={edited.version}
          draft={draft}
          canChange={canChange}
          onChange={changeDraft}
          onClose={closeDraft}
          onSaved={(strategy) => {
            closeDraft();
            setState({ strategy });
          }}
        />
      ) : null}
    </div>
  );
}
