"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { formatCount } from "@/lib/format/number";
import { shortId } from "@/lib/interactions/people/prepare-profile";
import { deleteUser, peopleKeys } from "@/lib/interactions/people/query-options";
import type { ErasedUser, UserProfileResult } from "@/lib/interactions/people/schemas";

/** Says what goes, and erases a person once their id has been typed. */
export function EraseDialog({
  userId,
  stored,
  open,
  onOpenChange,
  onErased,
}: {
  userId: string;
  stored: UserProfileResult["stored"];
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onErased: (erased: ErasedUser) => void;
}) {
  const client = useQueryClient();
  const [typed, setTyped] = useState("");
  const erase = useMutation({
    mutationFn: () => deleteUser(userId),
    onSuccess: (erased) => {
      onErased(erased);
      client.removeQueries({ queryKey: peopleKeys.profile(userId) });
      // Every figure may have counted them.
      void client.invalidateQueries({ refetchType: "none" });
    },
  });
  const isConfirmed = typed.trim() === userId;
  const handleOpenChange = (next: boolean) => {
    if (erase.isPending) return;
    setTyped("");
    erase.reset();
    onOpenChange(next);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={handleOpenChange}
      title={`Erase ${shortId(userId)}?`}
      description="This cannot be undone. Export the data first if anyone may still need it."
      footer={
        <>
          <Button variant="outline" onClick={() => handleOpenChange(false)} disabled={erase.isPending}>
            Cancel
          </Button>
          <Button
            variant="danger"
            disabled={!isConfirmed}
            isPending={erase.isPending}
            onClick={() => erase.mutate()}
          >
            Erase for good
          </Button>
        </>
      }
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (isConfirmed && !erase.isPending) erase.mutate();
        }}
      >
        <div className="text-13">
          <p>In every project, at once and for good, this removes:</p>
          <ul className="mt-1 list-disc pl-5">
            <li>{formatCount(stored.interactions)} interactions with their messages and answers</li>
            <li>{formatCount(stored.conversations)} conversations</li>
            <li>{formatCount(stored.feedback)} votes, with their earlier versions</li>
            <li>
              {formatCount(stored.executions)} executions, and the variants of experiments they were given
            </li>
            <li>the profile, the daily figures, and budgets with their alerts</li>
            <li>saved views that filter by this person</li>
          </ul>
          <p className="mt-2 text-muted">
            All figures follow. The log keeps who erased how much, not whose it was. What somebody else wrote
            about this person stays: it cannot be found by the id.
          </p>
        </div>
        <Field
          label={
            <>
              Type <span className="font-mono [overflow-wrap:anywhere]">{userId}</span> to confirm
            </>
          }
          error={erase.error?.message}
        >
          <Input value={typed} onValueChange={setTyped} autoComplete="off" spellCheck={false} />
        </Field>
      </form>
    </Dialog>
  );
}
