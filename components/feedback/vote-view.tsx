"use client";
import { Pencil } from "lucide-react";
import { useEffect, useRef } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import type { Feedback } from "@/lib/feedback/schemas";
import type { Member } from "@/lib/members/schemas";
import { useUpdateFeedback } from "./use-update-feedback";
import { useVoteDraft } from "./use-vote-draft";
import { VoteConflict } from "./vote-conflict";
import { VoteDetails } from "./vote-details";
import { VoteEditor } from "./vote-editor";

/** A vote to read or, once someone edits it or has left a draft, to change. */
export function VoteView({
  vote,
  member,
  isEditing,
  onEdit,
  onDone,
}: {
  vote: Feedback;
  member: Member;
  isEditing: boolean;
  onEdit: () => void;
  onDone: () => void;
}) {
  const { draft, change, replace } = useVoteDraft(member.id, vote);
  const update = useUpdateFeedback(vote.id);
  const form = useRef<HTMLFormElement>(null);
  const hasConflict = draft !== null && draft.base !== vote.updated_at;

  useEffect(() => {
    if (isEditing) form.current?.querySelector<HTMLElement>("textarea")?.focus();
  }, [isEditing]);

  if (!isEditing && draft === null) {
    return (
      <>
        <VoteDetails vote={vote} />
        <Bar>
          <Button variant="primary" onClick={onEdit}>
            <Pencil aria-hidden />
            Edit
          </Button>
          <span className="text-xs text-muted max-sm:hidden">
            <Kbd>e</Kbd>
          </span>
        </Bar>
      </>
    );
  }

  const handleSave = () => {
    if (!draft || hasConflict || update.isPending) return;
    update.mutate(draft, {
      onSuccess: () => {
        replace(null);
        toast.success("Saved");
        onDone();
      },
    });
  };
  const handleDiscard = () => {
    update.reset();
    replace(null);
    onDone();
  };

  return (
    <form
      ref={form}
      className="flex flex-1 flex-col"
      aria-label="Edit the vote"
      onSubmit={(event) => {
        event.preventDefault();
        handleSave();
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          handleSave();
        }
      }}
    >
      {draft && hasConflict ? (
        <VoteConflict
          vote={vote}
          changes={draft.changes}
          onKeep={() => {
            update.reset();
            replace({ ...draft, base: vote.updated_at });
          }}
          onDiscard={handleDiscard}
        />
      ) : null}
      <VoteEditor
        vote={vote}
        changes={draft?.changes ?? {}}
        isAdmin={member.role === "admin"}
        issues={update.error?.issues ?? []}
        onChange={change}
      />
      <Bar>
        <Button type="submit" variant="primary" disabled={!draft || hasConflict} isPending={update.isPending}>
          Save
        </Button>
        <Button variant="ghost" onClick={handleDiscard}>
          {draft ? "Discard" : "Cancel"}
        </Button>
        <span role="status" className="min-w-0 flex-1 text-right text-xs text-muted">
          {update.error && update.error.status !== 409 ? (
            <span role="alert" className="text-negative">
              Not saved: {update.error.message}
            </span>
          ) : hasConflict ? (
            "Decide about the newer version first"
          ) : draft ? (
            "Draft kept on this device until saved"
          ) : (
            <>
              <Kbd>Ctrl</Kbd> <Kbd>Enter</Kbd> saves
            </>
          )}
        </span>
      </Bar>
    </form>
  );
}

function Bar({ children }: { children: React.ReactNode }) {
  return (
    <div className="sticky bottom-0 mt-auto flex items-center gap-2 border-t bg-surface px-4 py-3">
      {children}
    </div>
  );
}
