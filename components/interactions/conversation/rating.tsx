"use client";
import { Button } from "@/components/ui/button";
import { ToggleGroup } from "@/components/ui/toggle-group";
import type { Interaction } from "@/lib/interactions/schemas";
import { useRateInteraction } from "./use-rate-interaction";

const grades = ["1", "2", "3", "4", "5"].map((value) => ({
  value,
  label: value,
  ariaLabel: `${value} of 5`,
}));

/** How satisfied the user was; those who may can add it later. */
export function Rating({ turn, canRate }: { turn: Interaction; canRate: boolean }) {
  const rate = useRateInteraction();
  if (!canRate) {
    return (
      <p className="px-3 text-xs text-muted">
        {turn.user_satisfaction === null ? "Not rated" : `Rated ${turn.user_satisfaction} of 5`}
      </p>
    );
  }
  const shown = rate.isPending ? rate.variables.user_satisfaction : turn.user_satisfaction;
  return (
    <div className="flex flex-wrap items-center gap-2 px-3 text-xs text-muted">
      Satisfaction
      <ToggleGroup
        label="Satisfaction"
        value={shown === null ? null : String(shown)}
        onValueChange={(value) => rate.mutate({ turn, user_satisfaction: Number(value) })}
        onClear={() => rate.mutate({ turn, user_satisfaction: null })}
        options={grades}
        hasDigitKeys
      />
      {shown === null ? (
        "not rated"
      ) : (
        <Button
          variant="ghost"
          size="sm"
          disabled={rate.isPending}
          onClick={() => rate.mutate({ turn, user_satisfaction: null })}
        >
          Clear
        </Button>
      )}
      <span role="status" className="sr-only">
        {rate.isSuccess ? "Saved" : ""}
      </span>
    </div>
  );
}
