"use client";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/lib/format/cn";
import type { DefaultStrategy, Strategy } from "@/lib/learning/strategies/schemas";

/** The strategies of a project: the newest version of each, and which version is the default. */
export function StrategyList({
  strategies,
  chosen,
  selected,
  onSelect,
}: {
  strategies: readonly Strategy[];
  chosen: DefaultStrategy;
  selected: string | undefined;
  onSelect: (name: string) => void;
}) {
  return (
    <nav aria-label="Strategies" className="self-start rounded-md border bg-surface p-1">
      <ul className="grid gap-0.5">
        {strategies.map(({ name, version }) => {
          const isDefault = version === 0 ? chosen.name === null : chosen.name === name;
          return (
            <li key={name}>
              <button
                type="button"
                aria-current={name === selected ? "true" : undefined}
                onClick={() => onSelect(name)}
                className={cn(
                  "flex min-h-9 w-full flex-wrap items-center gap-x-2 rounded-md px-2.5 py-1.5 text-left text-13 hover:bg-subtle",
                  name === selected && "bg-subtle font-medium",
                )}
              >
                <span className="min-w-0 flex-1 truncate">{name}</span>
                {isDefault ? (
                  <Badge tone="accent">
                    {version === 0 ? "default" : `default @${chosen.strategy_version}`}
                  </Badge>
                ) : null}
                <span className="text-xs font-normal text-muted">
                  {version === 0 ? "shipped" : `newest @${version}`}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
