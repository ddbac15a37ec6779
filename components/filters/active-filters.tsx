"use client";
import { X } from "lucide-react";
import { useFilters } from "./use-filters";

/** The filters in the URL that no control of this page shows, each with a way to take it away. */
export function ActiveFilters() {
  const { filters, setFilters } = useFilters();
  const chips = [
    ...(filters.rating
      ? [
          {
            key: "rating",
            text: filters.rating === "1" ? "Only positive votes" : "Only negative votes",
            clear: { rating: null },
          },
        ]
      : []),
    ...filters.user_id.map((user) => ({
      key: `user ${user}`,
      text: `User ${user}`,
      clear: { user_id: filters.user_id.filter((each) => each !== user) },
    })),
    ...filters.session_id.map((session) => ({
      key: `session ${session}`,
      text: `Session ${session}`,
      clear: { session_id: filters.session_id.filter((each) => each !== session) },
    })),
    ...(filters.q ? [{ key: "q", text: `Search “${filters.q}”`, clear: { q: null } }] : []),
    ...(filters.has_note === null
      ? []
      : [
          {
            key: "note",
            text: filters.has_note ? "With a note" : "Without a note",
            clear: { has_note: null },
          },
        ]),
  ];
  if (chips.length === 0) return null;
  return (
    <ul aria-label="Further filters" className="flex flex-wrap gap-1.5">
      {chips.map((chip) => (
        <li
          key={chip.key}
          className="flex h-7 max-w-72 items-center gap-1 rounded-md bg-accent-subtle pr-1 pl-2 text-13"
        >
          <span className="truncate">{chip.text}</span>
          <button
            type="button"
            aria-label={`Remove filter: ${chip.text}`}
            onClick={() => setFilters(chip.clear)}
            className="flex size-6 shrink-0 items-center justify-center rounded-md text-muted hover:text-foreground"
          >
            <X aria-hidden className="size-3.5" />
          </button>
        </li>
      ))}
    </ul>
  );
}
