"use client";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";

/** Where the page is one column: one tap to the notes of the turn, and from there back to the turn. */
export function JumpButton({ formId, onTurn }: { formId: string; onTurn: () => void }) {
  const [isAtForm, setIsAtForm] = useState(false);
  useEffect(() => {
    const form = document.getElementById(formId);
    if (!form) return;
    const observer = new IntersectionObserver(
      (entries) => setIsAtForm(entries.at(-1)?.isIntersecting ?? false),
      // In view as soon as it is in the upper half.
      { rootMargin: "0px 0px -50% 0px" },
    );
    observer.observe(form);
    return () => observer.disconnect();
  }, [formId]);
  const handleNotes = () => {
    const form = document.getElementById(formId);
    form?.querySelector("textarea")?.focus({ preventScroll: true });
    form?.scrollIntoView({ block: "start" });
  };
  const Icon = isAtForm ? ArrowUp : ArrowDown;
  return (
    <Button
      variant="ghost"
      size="sm"
      className="-my-1 ml-auto shrink-0 lg:hidden"
      onClick={isAtForm ? onTurn : handleNotes}
    >
      <Icon aria-hidden />
      {isAtForm ? "Turn" : "Notes"}
    </Button>
  );
}
