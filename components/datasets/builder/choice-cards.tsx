"use client";
import { useId } from "react";
import { cn } from "@/lib/format/cn";

export type Card<Value extends string> = {
  value: Value;
  label: string;
  text: string;
  /** What is missing for it, when it cannot be chosen. */
  unavailable?: string | undefined;
};

/** One of a few that need a sentence each. Arrows move among them, as among all radio buttons. */
export function ChoiceCards<Value extends string>({
  label,
  isLabelHidden = false,
  value,
  onChange,
  cards,
  error,
  className,
}: {
  label: React.ReactNode;
  isLabelHidden?: boolean;
  value: Value;
  onChange: (value: Value) => void;
  cards: readonly Card<Value>[];
  error?: string | undefined;
  className?: string;
}) {
  const name = useId();
  return (
    <fieldset className="min-w-0">
      <legend className={isLabelHidden ? "sr-only" : "mb-1.5 text-13 font-medium"}>{label}</legend>
      <div className={cn("grid grid-cols-1 gap-2 sm:grid-cols-2", className)}>
        {cards.map((card) => (
          <label
            key={card.value}
            className={cn(
              "grid cursor-pointer content-start grid-cols-[auto_minmax(0,1fr)] gap-x-2 rounded-md border border-input px-3 py-2 transition-colors hover:border-muted has-checked:border-accent has-checked:bg-accent-subtle has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent",
              card.unavailable && "cursor-not-allowed border-border hover:border-border",
            )}
          >
            <input
              type="radio"
              name={name}
              value={card.value}
              checked={card.value === value}
              disabled={card.unavailable !== undefined}
              onChange={() => onChange(card.value)}
              aria-labelledby={`${name}-${card.value}`}
              aria-describedby={`${name}-${card.value}-text`}
              className="mt-0.5 size-4 accent-accent outline-none"
            />
            <span
              id={`${name}-${card.value}`}
              className={cn("text-13 font-medium", card.unavailable && "text-muted")}
            >
              {card.label}
            </span>
            <span id={`${name}-${card.value}-text`} className="col-start-2 text-xs text-muted">
              {card.unavailable ?? card.text}
            </span>
          </label>
        ))}
      </div>
      {error ? (
        <p role="alert" className="mt-1.5 text-xs text-negative">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
