"use client";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { type DateRange, DayPicker } from "react-day-picker";
import { buttonStyles } from "@/components/ui/button";
import { cn } from "@/lib/format/cn";

// The calendar draws days of the viewer's clock; a day of ours is a UTC date. Only year, month and day are carried over.
const toCalendar = (date: string) => {
  const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
  return new Date(year, month - 1, day);
};
const fromCalendar = (date: Date) =>
  [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((part) => String(part).padStart(2, "0"))
    .join("-");

const dayName = new Intl.DateTimeFormat("en-GB", {
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
});

function Chevron({ orientation }: { orientation?: "up" | "down" | "left" | "right" }) {
  return orientation === "left" ? <ChevronLeft aria-hidden /> : <ChevronRight aria-hidden />;
}

/** Chooses a range of UTC days, written as dates; both ends are included. Days after `today` cannot be chosen. */
export function Calendar({
  from,
  to,
  today,
  onChange,
}: {
  from: string | null;
  to: string | null;
  today: string;
  onChange: (range: { from: string | null; to: string | null }) => void;
}) {
  const now = toCalendar(today);
  const handleSelect = (range: DateRange | undefined) =>
    onChange({
      from: range?.from ? fromCalendar(range.from) : null,
      to: range?.to ? fromCalendar(range.to) : null,
    });
  const arrow = cn(
    buttonStyles({ variant: "ghost", size: "icon" }),
    "size-7 aria-disabled:pointer-events-none aria-disabled:opacity-40",
  );
  return (
    <DayPicker
      mode="range"
      // A press after a whole range begins another one; it does not stretch the one before.
      resetOnSelect
      selected={{
        from: from ? toCalendar(from) : undefined,
        to: to ? toCalendar(to) : undefined,
      }}
      onSelect={handleSelect}
      defaultMonth={to ? toCalendar(to) : now}
      endMonth={now}
      today={now}
      disabled={{ after: now }}
      weekStartsOn={1}
      labels={{
        // Holds the number that is seen, so that people who speak to their computer can say it.
        labelDayButton: (date, { selected }) => `${dayName.format(date)}${selected ? ", selected" : ""}`,
      }}
      components={{ Chevron }}
      classNames={{
        root: "relative",
        month: "grid gap-2",
        month_caption: "flex h-7 items-center px-1 text-13 font-medium",
        nav: "absolute top-0 right-0 flex gap-1",
        button_previous: arrow,
        button_next: arrow,
        month_grid: "border-collapse",
        weekday: "size-9 text-xs font-normal text-muted",
        day: "p-0 text-center",
        day_button:
          "size-9 rounded-md text-13 hover:bg-subtle disabled:text-muted disabled:opacity-50 disabled:hover:bg-transparent",
        today: "font-semibold underline underline-offset-4",
        outside: "text-muted opacity-60",
        range_start: "[&>button]:bg-accent [&>button]:text-accent-foreground rounded-l-md bg-accent-subtle",
        range_end: "[&>button]:bg-accent [&>button]:text-accent-foreground rounded-r-md bg-accent-subtle",
        range_middle: "bg-accent-subtle",
      }}
    />
  );
}
