"use client";
import { useLayoutEffect, useRef, useState, useSyncExternalStore } from "react";
import { toast } from "sonner";
import { useShortcut } from "@/components/shell/shortcuts";
import {
  changeNote,
  createId,
  type DraftNote,
  emptyNote,
  removeNote,
  toggleCategory,
} from "@/lib/tuning/reviews/prepare-review";
import type { ReviewDraft } from "@/lib/tuning/reviews/schemas";
import { type Category, categories, categoryNames } from "@/lib/tuning/vocabulary";
import type { ReviewStore } from "./review-store";

export const REVIEW_KEYS = "Review";
export const REVIEW_FORM_ID = "review-form";

/** The form of one turn: its notes, of which one is current and there is always at least one to write in, and its keys. */
export function useReviewForm(store: ReviewStore) {
  const snapshot = useSyncExternalStore(store.subscribe, store.getSnapshot, store.getSnapshot);
  const { content, issues } = snapshot;
  const [blankId, setBlankId] = useState(createId);
  const [currentId, setCurrentId] = useState<string | null>(null);
  const [isBetterOpen, setIsBetterOpen] = useState(false);
  const form = useRef<HTMLElement>(null);
  const chunks = useRef<HTMLElement>(null);
  const wanted = useRef<string | null>(null);

  const notes = content.improvements.length > 0 ? content.improvements : [emptyNote(blankId)];
  const current = notes.find((note) => note.id === currentId) ?? (notes.at(-1) as DraftNote);

  // A field that was asked for by a key may be drawn only by the next render.
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    const field = form.current?.querySelector<HTMLTextAreaElement>(wanted.current);
    if (!field) return;
    wanted.current = null;
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  });
  const [, renew] = useState(0);
  const focusField = (selector: string) => {
    wanted.current = selector;
    renew((count) => count + 1);
  };
  const focusNote = (id: string) => {
    setCurrentId(id);
    focusField(`[data-note="${id}"] textarea`);
  };

  // What stands in the way of Done is shown where it can be put right.
  const seen = useRef(issues);
  useLayoutEffect(() => {
    if (seen.current === issues) return;
    seen.current = issues;
    const [first] = issues;
    if (first?.noteId) {
      form.current?.querySelector<HTMLTextAreaElement>(`[data-note="${first.noteId}"] textarea`)?.focus();
    }
  }, [issues]);

  const change = (update: (review: ReviewDraft) => ReviewDraft) => store.change(update);
  const addNote = () => {
    const last = notes.at(-1) as DraftNote;
    if (last.improvement_note.trim() === "") return focusNote(last.id);
    const id = createId();
    change((review) => changeNote(review, id, {}));
    focusNote(id);
  };
  const handleRemove = (note: DraftNote) => {
    change((review) => removeNote(review, note.id));
    setBlankId(createId());
    if (note.improvement_note.trim() === "") return;
    toast("Note removed", {
      position: "top-center",
      action: { label: "Undo", onClick: () => change((review) => changeNote(review, note.id, note)) },
    });
  };
  const openBetter = () => {
    setIsBetterOpen(true);
    focusField("[data-better-answer]");
  };

  useShortcut({ keys: "n", label: "Write a note", group: REVIEW_KEYS, run: addNote });
  useShortcut({ keys: "e", label: "Write a better answer", group: REVIEW_KEYS, run: openBetter });
  // Of a group the option that Tab would reach.
  const reach = (pane: HTMLElement | null, within: string) =>
    pane
      ?.querySelector<HTMLElement>(`${within} [role='group'] button[tabindex='0'], ${within} textarea`)
      ?.focus();
  useShortcut({
    keys: "c",
    label: "Go to the retrieved chunks",
    group: REVIEW_KEYS,
    run: () => reach(chunks.current, "[data-chunks]"),
  });
  useShortcut({
    keys: "r",
    label: "Go to the ratings",
    group: REVIEW_KEYS,
    run: () => reach(form.current, "[data-ratings]"),
  });
  const toggle = (category: Category) => change((review) => toggleCategory(review, current.id, category));
  useCategoryKeys(toggle);

  return {
    form,
    chunks,
    snapshot,
    notes,
    current,
    isBetterOpen,
    change,
    addNote,
    removeNote: handleRemove,
    openBetter,
    closeBetter: () => setIsBetterOpen(false),
    setCurrentId,
  };
}

/** Keys 1 to 6. One call each, because the number of hooks must not change. */
function useCategoryKeys(toggle: (category: Category) => void): void {
  const [tone, body, citation, clarity, structure, action] = categories;
  const key = (keys: string, category: Category) => ({
    keys,
    label: `${categoryNames[category]} on or off`,
    group: REVIEW_KEYS,
    run: () => toggle(category),
  });
  useShortcut(key("1", tone));
  useShortcut(key("2", body));
  useShortcut(key("3", citation));
  useShortcut(key("4", clarity));
  useShortcut(key("5", structure));
  useShortcut(key("6", action));
}
