"use client";
import { Plus } from "lucide-react";
import { ShortcutKeys } from "@/components/shell/shortcut-keys";
import { Button } from "@/components/ui/button";
import { changeNote, isEmptyNote, toggleCategory } from "@/lib/tuning/reviews/prepare-review";
import type { ReviewScreen } from "@/lib/tuning/reviews/schemas";
import { BetterAnswer } from "./better-answer";
import { ChunkList } from "./chunk-list";
import { NoteEditor } from "./note-editor";
import { OtherNotes } from "./other-notes";
import { Ratings } from "./ratings";
import type { ReviewStore } from "./review-store";
import { Section } from "./section";
import { REVIEW_FORM_ID, useReviewForm } from "./use-review-form";

/** Everything a reviewer says of a turn: of its chunks in one pane, of its answer in the other. */
export function ReviewForm({
  screen,
  store,
  memberId,
}: {
  screen: ReviewScreen;
  store: ReviewStore;
  memberId: string;
}) {
  const {
    form,
    chunks,
    snapshot,
    notes,
    current,
    isBetterOpen,
    change,
    addNote,
    removeNote,
    openBetter,
    closeBetter,
    setCurrentId,
  } = useReviewForm(store);
  const { content, issues } = snapshot;
  const { turn } = screen;
  return (
    <>
      <section
        ref={chunks}
        aria-label="Retrieved chunks"
        data-own-keys="arrows"
        data-review-form=""
        className="min-h-0 border-b lg:col-start-1 lg:row-start-2 lg:overflow-y-auto lg:border-r xl:col-start-2 xl:row-start-1 xl:border-b-0"
      >
        <PaneTitle title="Retrieved" count={turn.search_results?.results.length ?? 0} />
        <ChunkList turn={turn} content={content} onChange={change} />
        <OtherNotes screen={screen} memberId={memberId} content={content} />
      </section>
      <section
        ref={form}
        id={REVIEW_FORM_ID}
        aria-label="Your review"
        data-own-keys="arrows"
        data-review-form=""
        className="min-h-0 scroll-mt-14 lg:col-start-2 lg:row-span-2 lg:row-start-1 lg:overflow-y-auto xl:col-start-3 xl:row-span-1"
      >
        <Section
          title="Notes"
          action={
            <Button variant="ghost" size="sm" onClick={addNote} className="-my-1 -mr-2">
              <Plus aria-hidden />
              Note
              <ShortcutKeys keys="n" className="max-lg:hidden" />
            </Button>
          }
        >
          <div className="grid gap-5">
            {notes.map((note, index) => (
              <NoteEditor
                key={note.id}
                note={note}
                label={`Note ${index + 1}`}
                isCurrent={note.id === current.id}
                error={issues.find((issue) => issue.noteId === note.id)?.message}
                onFocus={() => setCurrentId(note.id)}
                onChange={(patch) => change((review) => changeNote(review, note.id, patch))}
                onToggleCategory={(category) => change((review) => toggleCategory(review, note.id, category))}
                onRemove={notes.length > 1 || !isEmptyNote(note) ? () => removeNote(note) : undefined}
              />
            ))}
          </div>
        </Section>
        <Section title="Better answer">
          <BetterAnswer
            answer={turn.era_response}
            value={content.better_response}
            isOpen={isBetterOpen}
            onOpen={openBetter}
            onChange={(better_response) => {
              change((review) => ({ ...review, better_response }));
              if (better_response === null) closeBetter();
            }}
          />
        </Section>
        <Section title="Ratings" action={<ShortcutKeys keys="r" className="max-lg:hidden" />}>
          <div data-ratings="">
            <Ratings content={content} onChange={(patch) => change((review) => ({ ...review, ...patch }))} />
          </div>
        </Section>
      </section>
    </>
  );
}

function PaneTitle({ title, count }: { title: string; count: number }) {
  return (
    <h2 className="flex h-10 items-center gap-2 border-b px-4 text-13 font-semibold">
      {title}
      <span className="font-normal text-muted">{count}</span>
      <ShortcutKeys keys="c" className="ml-auto max-lg:hidden" />
    </h2>
  );
}
