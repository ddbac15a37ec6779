"use client";
import { useState } from "react";
import { useUnsaved } from "@/components/shell/leave-guard";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { prepareKnowledgeDiff } from "@/lib/learning/knowledge/prepare-diff";
import { KnowledgeDiff } from "./knowledge-diff";
import type { KnowledgeDraft } from "./use-knowledge-draft";

/** Below the forms while something is changed: what is wrong, taking it back, and saving with a look at the changes. */
export function SaveBar({ draft }: { draft: KnowledgeDraft }) {
  const [isOpen, setIsOpen] = useState(false);
  const [note, setNote] = useState("");
  const { issues, isTried, hasChanged, hasConflict, document, save, base } = draft;
  useUnsaved(hasChanged, { what: `The knowledge base of ${base.project}`, within: "project" });
  if (!hasChanged && !hasConflict) return null;
  const [first] = issues;
  const handleSave = () => {
    draft.tryToSave();
    if (document) setIsOpen(true);
  };
  return (
    <section
      aria-label="Unsaved changes"
      className="sticky bottom-0 z-10 -mx-1 flex flex-wrap items-center gap-2 rounded-md border bg-surface px-3 py-2"
    >
      {hasConflict ? (
        <>
          <p role="alert" className="mr-auto text-13 text-warning">
            Someone has saved another version since you opened this one.
          </p>
          <Button variant="outline" onClick={draft.takeTheirs}>
            Show theirs
          </Button>
          <Button variant="outline" onClick={draft.keepMine}>
            Keep mine
          </Button>
        </>
      ) : (
        <>
          {isTried && first ? (
            <p role="alert" className="mr-auto min-w-0 text-13 break-words text-negative">
              Not saved: <code className="font-mono text-xs">{first.path}</code> {first.message}
              {issues.length > 1 ? ` (and ${issues.length - 1} more)` : ""}
            </p>
          ) : (
            <p className="mr-auto text-13 text-muted">There are changes that are not saved.</p>
          )}
          <Button variant="ghost" onClick={draft.discard}>
            Discard
          </Button>
          <Button variant="primary" onClick={handleSave}>
            Save
          </Button>
        </>
      )}
      {document ? (
        <Dialog
          open={isOpen && hasChanged && !hasConflict}
          onOpenChange={setIsOpen}
          title={`Save as version ${base.version + 1}`}
          description="It holds for the next prompt and the next check of a plan. Earlier versions stay."
          className="max-w-2xl"
          footer={
            <>
              <Button variant="outline" onClick={() => setIsOpen(false)}>
                Cancel
              </Button>
              <Button
                variant="primary"
                isPending={save.isPending}
                onClick={() =>
                  save.mutate(
                    { document, note },
                    {
                      onSuccess: () => {
                        setIsOpen(false);
                        setNote("");
                      },
                      // The bar asks what is to be done about what somebody else has saved.
                      onError: (error) => error.status === 409 && setIsOpen(false),
                    },
                  )
                }
              >
                Save version {base.version + 1}
              </Button>
            </>
          }
        >
          <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
            <Field label="Note" hint="What this version is for. Optional.">
              <Input value={note} maxLength={2000} onChange={(event) => setNote(event.target.value)} />
            </Field>
            {save.error && save.error.status !== 409 ? (
              <p role="alert" className="text-13 text-negative">
                Not saved: {save.error.message}
              </p>
            ) : null}
            {isOpen ? <KnowledgeDiff changes={prepareKnowledgeDiff(base.document, document)} /> : null}
          </div>
        </Dialog>
      ) : null}
    </section>
  );
}
