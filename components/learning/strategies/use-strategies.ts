"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import type { ApiError } from "@/lib/http/fetch-json";
import { postStrategy, putDefaultStrategy, strategyKeys } from "@/lib/learning/strategies/query-options";
import type { DefaultStrategy, Strategy, StrategyInput } from "@/lib/learning/strategies/schemas";
import { versionLabel } from "@/lib/learning/strategies/vocabulary";

/** Saves the next version of a strategy. What is wrong with it the form shows. */
export function useSaveStrategy(onSaved: (saved: Strategy) => void) {
  const client = useQueryClient();
  return useMutation<Strategy, ApiError, StrategyInput>({
    mutationFn: postStrategy,
    onSuccess: (saved) => {
      client.invalidateQueries({ queryKey: strategyKeys.all });
      toast.success(`Saved as ${versionLabel(saved)}.`, {
        description: saved.is_default ? "It is the default from now on." : undefined,
      });
      onSaved(saved);
    },
    onError: (error) => {
      if (error.status === 409) client.invalidateQueries({ queryKey: strategyKeys.all });
    },
  });
}

type Choice = { name: string | null; strategy_version: number | null; expected_version: number };
const nameOf = ({ name, strategy_version }: Omit<Choice, "expected_version">) =>
  name === null ? "the built-in strategy" : `${name}@${strategy_version}`;

/** Chooses what a project composes with, and offers to go back to what it was. */
export function useChooseDefault(project: string, current: DefaultStrategy | undefined) {
  const client = useQueryClient();
  const choose = useMutation<DefaultStrategy, ApiError, Choice>({
    mutationFn: (choice) => putDefaultStrategy({ project, ...choice }),
    onSuccess: (chosen, _choice) => {
      client.invalidateQueries({ queryKey: strategyKeys.all });
      const before = current;
      toast.success(`${project} composes with ${nameOf(chosen)}.`, {
        action: before && {
          label: "Undo",
          onClick: () =>
            choose.mutate({
              name: before.name,
              strategy_version: before.strategy_version,
              expected_version: chosen.version,
            }),
        },
      });
    },
    onError: (error) => {
      if (error.status === 409) client.invalidateQueries({ queryKey: strategyKeys.all });
      toast.error("The default was not changed.", { description: error.message });
    },
  });
  return choose;
}
