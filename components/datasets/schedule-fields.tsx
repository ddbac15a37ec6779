"use client";
import { useId } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { type ScheduleForm, toHour, weekdays } from "@/lib/datasets/versions/prepare-schedule";

const dayOptions = weekdays.map((label, index) => ({ value: String(index + 1), label }));
const hourOptions = Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: toHour(hour) }));

const zones = () => ["UTC", ...Intl.supportedValuesOf("timeZone")];

/** The zone of the person, when it is one of those that can be set. */
export function findZone(): string {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return zones().includes(timeZone) ? timeZone : "UTC";
}

/** When a dataset is frozen by itself, and how much of it is kept. */
export function ScheduleFields({
  form,
  issueOf,
  onChange,
}: {
  form: ScheduleForm;
  issueOf: (field: keyof ScheduleForm) => string | undefined;
  onChange: (changes: Partial<ScheduleForm>) => void;
}) {
  return (
    <>
      <div className="grid grid-cols-2 gap-4">
        <Field label="Day" error={issueOf("weekday")}>
          <Select
            value={form.weekday}
            onValueChange={(weekday) => onChange({ weekday })}
            options={dayOptions}
          />
        </Field>
        <Field label="Hour" error={issueOf("hour")}>
          <Select value={form.hour} onValueChange={(hour) => onChange({ hour })} options={hourOptions} />
        </Field>
      </div>
      <ZoneField
        value={form.time_zone}
        error={issueOf("time_zone")}
        onChange={(time_zone) => onChange({ time_zone })}
      />
      <Field
        label="Versions to keep"
        hint="So many of the schedule’s versions keep their lines. Of older ones report and manifest stay."
        error={issueOf("keep_versions")}
      >
        <Input
          inputMode="numeric"
          value={form.keep_versions}
          onChange={(event) => onChange({ keep_versions: event.target.value })}
        />
      </Field>
    </>
  );
}

function ZoneField({
  value,
  error,
  onChange,
}: {
  value: string;
  error: string | undefined;
  onChange: (zone: string) => void;
}) {
  const listId = useId();
  return (
    <Field label="Time zone" hint="The hour stays the same when clocks change." error={error}>
      <Input
        list={listId}
        value={value}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={listId}>
        {zones().map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </Field>
  );
}
