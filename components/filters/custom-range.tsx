"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Calendar } from "./calendar";
import { checkDates } from "./range";

/** A range of UTC days, typed or from a calendar; both ends are included. */
export function CustomRange({
  initial,
  onApply,
}: {
  initial: { from: string | null; to: string | null };
  onApply: (range: { from: string; to: string }) => void;
}) {
  const today = new Date().toISOString().slice(0, 10);
  const [from, setFrom] = useState(initial.from ?? "");
  const [to, setTo] = useState(initial.to ?? "");
  const [isChecked, setIsChecked] = useState(false);
  const errors = checkDates(from, to, today);
  const isValid = !errors.from && !errors.to;
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        setIsChecked(true);
        if (isValid) onApply({ from, to });
      }}
    >
      <div className="grid grid-cols-2 items-start gap-2">
        <Field label="From" error={isChecked ? errors.from : undefined}>
          <Input
            value={from}
            onValueChange={setFrom}
            placeholder="YYYY-MM-DD"
            inputMode="numeric"
            autoComplete="off"
          />
        </Field>
        <Field label="To, included" error={isChecked ? errors.to : undefined}>
          <Input
            value={to}
            onValueChange={setTo}
            placeholder="YYYY-MM-DD"
            inputMode="numeric"
            autoComplete="off"
          />
        </Field>
      </div>
      <Calendar
        from={errors.from ? null : from}
        to={errors.to ? null : to}
        today={today}
        onChange={(range) => {
          setFrom(range.from ?? "");
          setTo(range.to ?? "");
        }}
      />
      <div className="flex items-center justify-between gap-2">
        <span className="text-xs text-muted">Days are UTC</span>
        <Button type="submit" variant="primary" size="sm">
          Apply
        </Button>
      </div>
    </form>
  );
}
