"use client";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { keepingPrevious } from "@/components/ui/keeping-previous";
import { type DatasetForm, readDefinition } from "@/lib/datasets/definitions/prepare-form";
import type { DatasetDefinition } from "@/lib/datasets/definitions/schemas";
import { previewOptions } from "@/lib/datasets/examples/query-options";
import { toField } from "@/lib/datasets/writing/prepare-preview";
import { ApiError } from "@/lib/http/fetch-json";

/** Typing is over when nothing was typed for so long. */
const PAUSE_MS = 400;

/**
 * What freezing would write, asked for after each pause in typing. The last answer stands until the next is there, and while
 * the form is wrong.
 */
export function usePreview(form: DatasetForm) {
  const read = readDefinition(form);
  const [asked, setAsked] = useState<DatasetDefinition | null>("value" in read ? read.value : null);
  // Asked for by hand, and for this definition alone.
  const [fullFor, setFullFor] = useState<string | null>(null);
  const typed = "value" in read ? JSON.stringify(read.value) : null;
  useEffect(() => {
    if (typed === null) return;
    const timer = setTimeout(
      () => setAsked((before) => (JSON.stringify(before) === typed ? before : JSON.parse(typed))),
      PAUSE_MS,
    );
    return () => clearTimeout(timer);
  }, [typed]);

  const key = asked && JSON.stringify(asked);
  const query = useQuery({
    ...keepingPrevious(previewOptions(asked as DatasetDefinition, fullFor === key)),
    enabled: asked !== null,
  });
  // What the API finds wrong with a definition belongs to its fields, as long as they have not changed.
  const faults = query.error instanceof ApiError && typed === key ? query.error.issues : [];
  return {
    data: query.data,
    /** Of the whole answer; null when its fields say what is wrong. */
    error: faults.length > 0 ? null : query.error,
    issues: faults.map(({ path, message }) => ({ path: `definition.${toField(path)}`, message })),
    isInvalid: typed === null,
    isBehind: query.isFetching || (typed !== null && typed !== key),
    isCheckingAll: fullFor === key && query.isFetching,
    refetch: query.refetch,
    checkAll: () => setFullFor(key),
  };
}
export type Preview = ReturnType<typeof usePreview>;
