"use client";
import { Switch } from "@/components/ui/switch";
import { newSchedule, type PlannedForm } from "@/lib/datasets/definitions/prepare-form";
import { rangeOf } from "@/lib/datasets/definitions/prepare-source-filters";
import { findZone, ScheduleFields } from "../schedule-fields";
import { GroupError, Step, type StepProps } from "./step";

/** Whether a version is frozen every week by itself. */
export function ScheduleStep({ form, onChange, issueOf, isNew }: StepProps & { isNew: boolean }) {
  const { schedule } = form;
  const set = (changes: Partial<PlannedForm>) =>
    onChange({ schedule: { ...(schedule ?? newSchedule(findZone())), ...changes } });
  const isRelative = rangeOf(form.filters).days !== null;
  return (
    <Step title="Schedule" note="Each version ends at the planned time, however late it is frozen.">
      {/* biome-ignore lint/a11y/noLabelWithoutControl: Switch is the control */}
      <label className="flex items-center gap-3 text-13 font-medium">
        <Switch
          checked={schedule?.is_active ?? false}
          // A stored schedule can be switched off; one that never was is none.
          onCheckedChange={(is_active) =>
            isNew && !is_active ? onChange({ schedule: null }) : set({ is_active })
          }
        />
        Freeze a version every week
      </label>
      {schedule?.is_active ? (
        <>
          {isRelative ? null : (
            <p className="rounded-md bg-warning-subtle px-3 py-2 text-13 text-warning">
              The range of the rows is not relative: take “7 days” for what is new each week.
            </p>
          )}
          <ScheduleFields form={schedule} issueOf={(name) => issueOf(`schedule.${name}`)} onChange={set} />
        </>
      ) : null}
      <GroupError>{schedule?.is_active ? undefined : issueOf("schedule")}</GroupError>
    </Step>
  );
}
