"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ThumbsDown, ThumbsUp } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Field } from "@/components/ui/field";
import { Skeleton } from "@/components/ui/skeleton";
import { Textarea } from "@/components/ui/textarea";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { fetchJson } from "@/lib/http/fetch-json";
import { improvementKeys } from "@/lib/tuning/improvements/query-options";
import { changeNote, createId, finishReview, startReview } from "@/lib/tuning/reviews/prepare-review";
import { reviewKeys, reviewPath, reviewScreenOptions } from "@/lib/tuning/reviews/query-options";
import type { ReviewInput, ReviewScreen } from "@/lib/tuning/reviews/schemas";
import type { Turn } from "@/lib/tuning/sessions/schemas";
import { type Category, categories, categoryNames } from "@/lib/tuning/vocabulary";

/** A thumb and a note on a turn that was just had; the whole form is on the review screen. */
export function QuickReview({ turn, memberId }: { turn: Turn; memberId: string }) {
  const [isOpen, setIsOpen] = useState(false);
  if (!isOpen) {
    return (
      <Button variant="outline" size="sm" className="justify-self-start" onClick={() => setIsOpen(true)}>
        Review now
      </Button>
    );
  }
  return <Loaded turn={turn} memberId={memberId} onClose={() => setIsOpen(false)} />;
}

function Loaded(props: { turn: Turn; memberId: string; onClose: () => void }) {
  // What was said before is part of what is sent.
  const { data, error, refetch } = useQuery({ ...reviewScreenOptions(props.turn.id), staleTime: 0 });
  if (error) return <ErrorState error={error} onRetry={refetch} className="py-2" />;
  if (!data) return <Skeleton className="h-32 w-full" />;
  return <QuickForm key={data.review?.version ?? 0} screen={data} {...props} />;
}

function QuickForm({
  screen,
  turn,
  memberId,
  onClose,
}: {
  screen: ReviewScreen;
  turn: Turn;
  memberId: string;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const before = startReview(screen, memberId);
  const [thumbs, setThumbs] = useState(before.thumbs);
  const [text, setText] = useState("");
  const [category, setCategory] = useState<Category | null>(null);
  const save = useMutation({
    mutationFn: () => {
      const said = { ...before, thumbs };
      const draft =
        text.trim() === "" ? said : changeNote(said, createId(), { improvement_note: text, category });
      const { content, issues } = finishReview(draft, turn.era_response);
      if (!content) throw new Error(issues[0]?.message);
      const body: ReviewInput = { state: "done", content, version: screen.review?.version ?? 0 };
      return fetchJson(reviewPath(turn.id), { method: "PUT", body });
    },
    onSuccess: async () => {
      setText("");
      setCategory(null);
      await Promise.all([
        client.invalidateQueries({ queryKey: reviewKeys.screen(turn.id) }),
        client.invalidateQueries({ queryKey: improvementKeys.all }),
      ]);
    },
  });
  return (
    <form
      aria-label={`Review of turn ${turn.turn_number}`}
      className="grid grid-cols-[minmax(0,1fr)] gap-3 rounded-md border p-3"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <div className="flex flex-wrap items-center gap-2">
        <ToggleGroup
          label="Answer"
          value={thumbs === null ? null : thumbs === 1 ? "good" : "bad"}
          onValueChange={(value) => setThumbs(value === "good" ? 1 : -1)}
          onClear={() => setThumbs(null)}
          options={[
            { value: "good", label: <ThumbsUp aria-hidden />, ariaLabel: "Good answer" },
            { value: "bad", label: <ThumbsDown aria-hidden />, ariaLabel: "Bad answer" },
          ]}
        />
        <div className="max-w-full overflow-x-auto">
          <ToggleGroup
            label="Category"
            value={category}
            onValueChange={setCategory}
            onClear={() => setCategory(null)}
            options={categories.map((value) => ({ value, label: categoryNames[value] }))}
          />
        </div>
        {screen.review?.state === "done" ? <Badge tone="positive">Reviewed</Badge> : null}
      </div>
      <Field label="Note" isLabelHidden error={save.error?.message}>
        <Textarea
          dir="auto"
          value={text}
          maxLength={20_000}
          placeholder="What should change?"
          className="min-h-14"
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      <div className="flex justify-end gap-2">
        <Button variant="ghost" onClick={onClose}>
          Close
        </Button>
        <Button
          type="submit"
          variant="primary"
          isPending={save.isPending}
          disabled={text.trim() === "" && (thumbs === before.thumbs || thumbs === null)}
        >
          Save review
        </Button>
      </div>
    </form>
  );
}
