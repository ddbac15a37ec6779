"use client";
import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import { ShortcutKeys } from "@/components/shell/shortcut-keys";
import { useShortcut } from "@/components/shell/shortcuts";
import { Button } from "@/components/ui/button";

/** Title and the two ways to end, always in reach; below them why it was not saved. */
export function BuilderHeader({
  title,
  back,
  isPending,
  isDisabled,
  message,
  outcome,
  onSave,
}: {
  title: string;
  back: { href: string; label: string };
  /** Which of the buttons is at work. */
  isPending: "save" | "freeze" | null;
  isDisabled: boolean;
  /** Why it was not saved. */
  message: string | null;
  /** What the file will have, where the preview is out of sight. */
  outcome: string | null;
  onSave: (isFreezing: boolean) => void;
}) {
  const run = (isFreezing: boolean) => {
    if (!isDisabled && isPending === null) onSave(isFreezing);
  };
  useShortcut({
    keys: "mod+Enter",
    label: "Save and freeze",
    group: "Dataset",
    isInFields: true,
    run: () => run(true),
  });
  useShortcut({ keys: "mod+s", label: "Save", group: "Dataset", isInFields: true, run: () => run(false) });
  return (
    <header className="sticky top-14 z-[5] -mx-4 -mt-5 grid gap-2 border-b bg-background px-4 py-3 lg:-mx-6 lg:px-6">
      <div className="flex flex-wrap items-center gap-2">
        <Link
          href={back.href}
          aria-label={back.label}
          className="-ml-1 flex size-8 items-center justify-center rounded-md text-muted hover:bg-subtle hover:text-foreground"
        >
          <ArrowLeft aria-hidden className="size-4" />
        </Link>
        <h1 dir="auto" className="mr-auto min-w-0 truncate text-lg font-semibold">
          {title}
        </h1>
        <Button
          variant="outline"
          disabled={isDisabled || isPending === "freeze"}
          isPending={isPending === "save"}
          onClick={() => run(false)}
        >
          Save
        </Button>
        <Button
          variant="primary"
          disabled={isDisabled || isPending === "save"}
          isPending={isPending === "freeze"}
          onClick={() => run(true)}
        >
          Save and freeze
          <ShortcutKeys keys="mod+Enter" className="max-md:hidden" />
        </Button>
      </div>
      {outcome === null ? null : (
        <a href="#preview" className="justify-self-start text-13 text-muted underline xl:hidden">
          {outcome}
        </a>
      )}
      {message === null ? null : (
        <p role="alert" className="text-13 [overflow-wrap:anywhere] text-negative">
          {message}
        </p>
      )}
    </header>
  );
}
