"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import type { ApiError } from "@/lib/http/fetch-json";
import {
  isSameKnowledge,
  type KnowledgeForm,
  toDocument,
  toKnowledgeForm,
} from "@/lib/learning/knowledge/prepare-form";
import { knowledgeOptions, putKnowledge } from "@/lib/learning/knowledge/query-options";
import type { KnowledgeBase, KnowledgeDocument, KnowledgeInput } from "@/lib/learning/knowledge/schemas";

const UNDO_MS = 15_000;

/** The knowledge base as it is being edited: what changed, what is wrong, and saving it as the next version with a way back. */
export function useKnowledgeDraft(knowledge: KnowledgeBase) {
  const client = useQueryClient();
  const { project } = knowledge;
  const options = knowledgeOptions(project);
  const [base, setBase] = useState(knowledge);
  const [form, setForm] = useState(() => toKnowledgeForm(knowledge.document));
  const [isTried, setIsTried] = useState(false);

  const show = (stored: KnowledgeBase) => {
    client.setQueryData(options.queryKey, stored);
    setBase(stored);
    setForm(toKnowledgeForm(stored.document));
    setIsTried(false);
  };
  const fail = (error: ApiError) => {
    if (error.status === 409) client.invalidateQueries({ queryKey: options.queryKey });
  };
  const undo = useMutation<KnowledgeBase, ApiError, KnowledgeInput>({
    mutationFn: putKnowledge,
    onSuccess: (stored) => {
      show(stored);
      toast.success(`Undone: version ${stored.version} is as before.`);
    },
    onError: (error) => {
      fail(error);
      toast.error("It could not be undone.", { description: error.message });
    },
  });
  const save = useMutation<KnowledgeBase, ApiError, { document: KnowledgeDocument; note: string }>({
    mutationFn: ({ document, note }) =>
      putKnowledge({ project, document, note: note.trim() || null, expected_version: base.version }),
    onSuccess: (stored) => {
      const before = base;
      show(stored);
      toast.success(`Saved as version ${stored.version}. It holds for the next prompt.`, {
        duration: UNDO_MS,
        action: {
          label: "Undo",
          onClick: () =>
            undo.mutate({
              project,
              document: before.document,
              note: before.version === 0 ? "The starter again" : `Version ${before.version} again`,
              expected_version: stored.version,
            }),
        },
      });
    },
    onError: fail,
  });

  const result = toDocument(form);
  const change = (changes: Partial<KnowledgeForm>) => {
    setForm({ ...form, ...changes });
    if (save.error) save.reset();
  };
  return {
    base,
    form,
    change,
    /** The document as it would be saved; null while something is wrong. */
    document: "document" in result ? result.document : null,
    issues: "issues" in result ? result.issues : [],
    /** Whether wrong fields are to be shown: from the first try to save on. */
    isTried,
    tryToSave: () => setIsTried(true),
    hasChanged: !isSameKnowledge(form, toKnowledgeForm(base.document)),
    /** Somebody has saved another version since this one was opened. */
    hasConflict: knowledge.version !== base.version,
    takeTheirs: () => show(knowledge),
    keepMine: () => {
      setBase(knowledge);
      save.reset();
    },
    discard: () => show(base),
    load: (document: KnowledgeDocument) => {
      setForm(toKnowledgeForm(document));
      setIsTried(false);
    },
    save,
  };
}
export type KnowledgeDraft = ReturnType<typeof useKnowledgeDraft>;
