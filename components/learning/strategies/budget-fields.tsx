"use client";
import { Input } from "@/components/ui/input";
import { Switch } from "@/components/ui/switch";
import type { StrategyDraft } from "@/lib/learning/strategies/prepare-form";
import { sections } from "@/lib/learning/strategies/schemas";
import { sectionNames } from "@/lib/learning/strategies/vocabulary";

/** Which sections a prompt has, in their order, and how many tokens each may take. */
export function BudgetFields({
  draft,
  issueOf,
  onChange,
}: {
  draft: StrategyDraft;
  issueOf: (path: string) => string | undefined;
  onChange: (change: Partial<StrategyDraft>) => void;
}) {
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-2 text-13 font-medium">Sections, in their order</legend>
      {sections.map((name) => {
        const { label, hint } = sectionNames[name];
        const settings = draft.sections[name];
        const issue = issueOf(`sections.${name}.budget_tokens`);
        const change = (part: Partial<typeof settings>) =>
          onChange({ sections: { ...draft.sections, [name]: { ...settings, ...part } } });
        return (
          <div key={name} className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t py-2">
            <Switch
              aria-label={`${label} is in the prompt`}
              checked={settings.is_enabled}
              onCheckedChange={(is_enabled) => change({ is_enabled })}
            />
            <div className="min-w-0 flex-1 basis-40">
              <p className="text-13">{label}</p>
              <p className="text-xs text-muted">{hint}</p>
            </div>
            <span className="flex items-center gap-2">
              <Input
                aria-label={`Tokens of ${label} at most`}
                aria-invalid={issue !== undefined}
                inputMode="numeric"
                className="w-24 text-right"
                disabled={!settings.is_enabled}
                value={settings.budget_tokens}
                onChange={(event) => change({ budget_tokens: event.target.value })}
              />
              <span className="text-xs text-muted">tokens</span>
            </span>
            {issue ? (
              <p role="alert" className="w-full text-right text-xs text-negative">
                {label}: {issue}
              </p>
            ) : null}
          </div>
        );
      })}
    </fieldset>
  );
}
