"use client";
import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { type ApiError, fetchJson } from "@/lib/http/fetch-json";
import {
  experimentKeys,
  experimentPath,
  experimentsPath,
  promotePath,
} from "@/lib/learning/experiments/query-options";
import type {
  Experiment,
  ExperimentInput,
  ExperimentUpdate,
  PromoteResult,
} from "@/lib/learning/experiments/schemas";
import { putDefaultStrategy, strategyKeys } from "@/lib/learning/strategies/query-options";

const refresh = (client: QueryClient) => client.invalidateQueries({ queryKey: experimentKeys.all });

/** Plans an experiment. */
export function useCreateExperiment() {
  const client = useQueryClient();
  return useMutation<Experiment, ApiError, ExperimentInput>({
    mutationFn: (input) => fetchJson<Experiment>(experimentsPath, { method: "POST", body: input }),
    onSuccess: () => refresh(client),
  });
}

/** Changes a draft, starts or stops, unless someone has changed it since `expected_version` (409). */
export function useUpdateExperiment(id: string) {
  const client = useQueryClient();
  return useMutation<Experiment, ApiError, ExperimentUpdate>({
    mutationFn: (update) => fetchJson<Experiment>(experimentPath(id), { method: "PATCH", body: update }),
    onSuccess: ({ name, status }, { action }) => {
      refresh(client);
      if (action === "start") toast.success(`“${name}” runs.`);
      else if (status === "stopped") toast.success(`“${name}” is stopped. What it measured stays.`);
      else toast.success(`“${name}” is changed.`);
    },
    onError: (error) => {
      if (error.status === 409) refresh(client);
    },
  });
}

/** Deletes a draft. */
export function useDeleteExperiment(id: string, onDone: () => void) {
  const client = useQueryClient();
  return useMutation<void, ApiError, void>({
    mutationFn: () => fetchJson<void>(experimentPath(id), { method: "DELETE" }),
    onSuccess: () => {
      onDone();
      refresh(client);
      toast.success("The draft is deleted.");
    },
    onError: (error) => toast.error("The draft was not deleted.", { description: error.message }),
  });
}

/** Makes a variant the default of the project and offers to go back to what was before. */
export function usePromoteVariant(id: string) {
  const client = useQueryClient();
  const done = () => {
    refresh(client);
    client.invalidateQueries({ queryKey: strategyKeys.all });
  };
  const undo = useMutation<unknown, ApiError, PromoteResult>({
    mutationFn: ({ project, previous, default_version }) =>
      putDefaultStrategy({ project, ...previous, expected_version: default_version }),
    onSuccess: (_, { previous }) => {
      done();
      toast.success(`${previous.name ?? "The built-in strategy"} is the default again.`);
    },
    onError: (error) => toast.error("The default was not changed back.", { description: error.message }),
  });
  return useMutation<PromoteResult, ApiError, string>({
    mutationFn: (variant) => fetchJson<PromoteResult>(promotePath(id), { method: "POST", body: { variant } }),
    onSuccess: (result) => {
      done();
      const version = result.strategy_version > 0 ? `@${result.strategy_version}` : "";
      toast.success(`${result.strategy}${version} is the default of ${result.project}.`, {
        action: { label: "Undo", onClick: () => undo.mutate(result) },
      });
    },
    onError: (error) => toast.error("The default was not changed.", { description: error.message }),
  });
}
