"use client";
import { X } from "lucide-react";
import { Button } from "@/components/ui/button";

/** A filter that no other control shows. */
export type FilterChip = { key: string; label: string; value?: string; onRemove: () => void };

/** Filters that came with a link, each with a way to take it away. */
export function FilterChips({ chips }: { chips: readonly FilterChip[] }) {
  return chips.map(({ key, label, value, onRemove }) => (
    <Button
      key={key}
      variant="outline"
      aria-label={`Remove the filter ${label}${value === undefined ? "" : ` ${value}`}`}
      onClick={onRemove}
    >
      <span className="max-w-56 truncate">
        <span className={value === undefined ? undefined : "text-muted"}>{label}</span> {value}
      </span>
      <X aria-hidden />
    </Button>
  ));
}
