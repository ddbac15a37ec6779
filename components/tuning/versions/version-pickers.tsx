"use client";
import { ArrowLeftRight } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { Tooltip } from "@/components/ui/tooltip";
import { formatCount } from "@/lib/format/number";
import type { PromptVersion } from "@/lib/tuning/versions/schemas";
import type { CompareState } from "./use-compare-state";

/** Which two versions are compared, and a way to turn them around. */
export function VersionPickers({
  versions,
  compare,
}: {
  versions: readonly PromptVersion[];
  compare: CompareState;
}) {
  const { state, setState } = compare;
  const turns = new Map<string, number>();
  for (const { version, turns: count } of versions) turns.set(version, (turns.get(version) ?? 0) + count);
  const known = [...turns].map(([value, count]) => ({
    value,
    label: `${value} · ${formatCount(count)} ${count === 1 ? "turn" : "turns"}`,
  }));
  const optionsFor = (chosen: string | null) =>
    chosen === null || turns.has(chosen) ? known : [...known, { value: chosen, label: chosen }];
  return (
    <div className="flex flex-wrap items-center gap-2 text-13">
      <span className="flex min-w-0 items-center gap-2">
        <span className="font-medium">A</span>
        <Select
          label="Version A"
          placeholder="Choose"
          value={state.a}
          onValueChange={(a) => setState({ a, show: null, figure: null, category: null })}
          options={optionsFor(state.a)}
          className="max-w-64 max-sm:text-13"
        />
      </span>
      <Tooltip content="Swap A and B">
        <Button
          variant="ghost"
          size="icon"
          aria-label="Swap A and B"
          disabled={state.a === null && state.b === null}
          onClick={() => setState({ a: state.b, b: state.a, show: null, figure: null, category: null })}
        >
          <ArrowLeftRight aria-hidden />
        </Button>
      </Tooltip>
      <span className="flex min-w-0 items-center gap-2">
        <span className="font-medium">B</span>
        <Select
          label="Version B"
          placeholder="Choose"
          value={state.b}
          onValueChange={(b) => setState({ b, show: null, figure: null, category: null })}
          options={optionsFor(state.b)}
          className="max-w-64 max-sm:text-13"
        />
      </span>
    </div>
  );
}
