"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { toast } from "sonner";
import { keepingPrevious } from "@/components/ui/keeping-previous";
import { type ApiError, fetchJson } from "@/lib/http/fetch-json";
import {
  composedPromptOptions,
  deleteTestCase,
  postTestCase,
  promptKeys,
} from "@/lib/learning/prompts/query-options";
import type { ComposeInput, RunResult, TestCase, TestCaseInput } from "@/lib/learning/prompts/schemas";

const TYPING_MS = 300;

/** The prompt for what is typed, composed anew when typing pauses; what was composed last stays until then. */
export function usePreview(input: ComposeInput | null) {
  const text = input === null ? null : JSON.stringify(input);
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const asked = settled === null || input === null ? null : (JSON.parse(settled) as ComposeInput);
  const query = useQuery(
    keepingPrevious({
      ...composedPromptOptions(asked ?? { user_prompt: "" }),
      enabled: asked !== null,
      retry: false,
    }),
  );
  return { ...query, isOutdated: settled !== text || query.isPlaceholderData };
}

/** Asks the model; stopping closes the connection, which cancels the run. */
export function useRun() {
  const client = useQueryClient();
  const controller = useRef<AbortController | null>(null);
  const run = useMutation<RunResult, ApiError, ComposeInput>({
    mutationFn: (input) => {
      controller.current = new AbortController();
      return fetchJson<RunResult>("/v1/prompts/run", {
        method: "POST",
        body: input,
        signal: controller.current.signal,
      });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ["executions"] }),
  });
  return {
    ...run,
    stop: () => {
      controller.current?.abort();
      run.reset();
    },
  };
}

/** Keeps a test case, and removes one with a way back. */
export function useTestCaseChanges(project: string) {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: promptKeys.testCases(project) });
  const save = useMutation<TestCase, ApiError, TestCaseInput>({
    mutationFn: postTestCase,
    onSuccess: (kept) => {
      refresh();
      toast.success(`Kept as “${kept.name}”.`);
    },
  });
  const remove = useMutation<void, ApiError, TestCase>({
    mutationFn: ({ id }) => deleteTestCase(id),
    onSuccess: (_, { id, name, input, expected_action_plan }) => {
      refresh();
      toast(`“${name}” is removed.`, {
        action: {
          label: "Undo",
          onClick: () => save.mutate({ id, project, name, input, expected_action_plan }),
        },
      });
    },
    onError: (error) => toast.error("The test case was not removed.", { description: error.message }),
  });
  return { save, remove };
}
