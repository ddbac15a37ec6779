"use client";
import { useQuery } from "@tanstack/react-query";
import { Copy, Pencil, Star } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { DiffText } from "@/components/ui/diff-text";
import { ErrorState } from "@/components/ui/error-state";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { toComparableText } from "@/lib/learning/strategies/prepare-text";
import { strategiesOptions } from "@/lib/learning/strategies/query-options";
import type { DefaultStrategy, Strategy } from "@/lib/learning/strategies/schemas";
import { useChooseDefault } from "./use-strategies";

type View = {
  version: number | null;
  view: "text" | "changes" | null;
  against: number | null;
};

/** One strategy: a version of it as text, or what changed from another version word by word. */
export function StrategyView({
  project,
  name,
  chosen,
  canChange,
  state,
  onState,
  onEdit,
}: {
  project: string;
  name: string;
  chosen: DefaultStrategy;
  canChange: boolean;
  state: View;
  onState: (change: Partial<View>) => void;
  onEdit: (from: Strategy, newest: number) => void;
}) {
  const { data, error, refetch } = useQuery(strategiesOptions({ project, name }));
  const choose = useChooseDefault(project, chosen);
  if (!data) {
    return error ? (
      <ErrorState error={error} onRetry={() => refetch()} />
    ) : (
      <div role="status" aria-label="Loading the strategy" className="grid gap-3 p-4">
        <Skeleton className="h-6 w-60" />
        <Skeleton className="h-80 w-full" />
      </div>
    );
  }
  const versions = data.data;
  const shown = versions.find(({ version }) => version === state.version) ?? versions[0];
  if (!shown) return <p className="p-4 text-13 text-muted">This project has no strategy {name}.</p>;
  const isBuiltin = shown.version === 0;
  const newest = versions[0]?.version ?? 0;
  const others = versions.filter(({ version }) => version !== shown.version);
  const before =
    others.find(({ version }) => version === state.against) ??
    others.find(({ version }) => version < shown.version) ??
    others[0];
  const isDefault = isBuiltin
    ? chosen.name === null
    : chosen.name === name && chosen.strategy_version === shown.version;
  return (
    <>
      <header className="flex flex-wrap items-center gap-2 border-b px-4 py-3">
        <h2 className="text-sm font-semibold">{name}</h2>
        {versions.length > 1 ? (
          <Select
            label="Version"
            className="min-w-24"
            value={String(shown.version)}
            onValueChange={(version) => onState({ version: Number(version), against: null })}
            options={versions.map(({ version }) => ({ value: String(version), label: `@${version}` }))}
          />
        ) : (
          <Badge>{isBuiltin ? "shipped with the product" : `@${shown.version}`}</Badge>
        )}
        {isDefault ? <Badge tone="accent">default</Badge> : null}
        <div className="ml-auto flex flex-wrap gap-2">
          {canChange && !isDefault ? (
            <Button
              variant="outline"
              isPending={choose.isPending}
              onClick={() =>
                choose.mutate({
                  name: isBuiltin ? null : name,
                  strategy_version: isBuiltin ? null : shown.version,
                  expected_version: chosen.version,
                })
              }
            >
              <Star aria-hidden />
              Make default
            </Button>
          ) : null}
          {canChange ? (
            <Button variant="primary" onClick={() => onEdit(shown, newest)}>
              {isBuiltin ? <Copy aria-hidden /> : <Pencil aria-hidden />}
              {isBuiltin ? "Copy and edit" : "Edit"}
            </Button>
          ) : null}
        </div>
        <p className="w-full text-xs text-muted">
          {shown.created_at ? (
            <>
              Saved <Time value={shown.created_at} format="relative" /> by{" "}
              {shown.created_by_label ?? "somebody"}
              {shown.note ? `: ${shown.note}` : ""}
            </>
          ) : (
            "What a project composes with until it has chosen another."
          )}
        </p>
      </header>
      <div className="grid gap-3 p-4">
        {before ? (
          <div className="flex flex-wrap items-center gap-2">
            <ToggleGroup
              label="How it is shown"
              value={state.view ?? "text"}
              onValueChange={(view) => onState({ view: view === "text" ? null : view })}
              options={[
                { value: "text", label: "Text" },
                { value: "changes", label: "Changes" },
              ]}
            />
            {state.view === "changes" ? (
              <>
                <span className="text-13 text-muted">since</span>
                <Select
                  label="Compare with version"
                  className="min-w-24"
                  value={String(before.version)}
                  onValueChange={(version) => onState({ against: Number(version) })}
                  options={others.map(({ version }) => ({ value: String(version), label: `@${version}` }))}
                />
              </>
            ) : null}
          </div>
        ) : null}
        <section
          aria-label={state.view === "changes" && before ? "What changed" : "The strategy as text"}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
          tabIndex={0}
          className="max-h-[36rem] overflow-y-auto font-mono text-xs leading-5"
        >
          {state.view === "changes" && before ? (
            <DiffText before={toComparableText(before.body)} after={toComparableText(shown.body)} />
          ) : (
            <p className="break-words whitespace-pre-wrap">{toComparableText(shown.body)}</p>
          )}
        </section>
      </div>
    </>
  );
}
