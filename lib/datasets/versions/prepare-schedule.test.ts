import { describe, expect, it } from "vitest";
import { describeSchedule, readScheduleForm, toScheduleForm } from "./prepare-schedule";

const plan = { weekday: 1, hour: 6, time_zone: "Europe/Berlin", keep_versions: 8, is_active: true };

describe("describeSchedule", () => {
  it("says day, hour, zone and how many versions are kept, and whether it is off", () => {
    expect(describeSchedule(plan)).toBe("Mondays 06:00 Europe/Berlin, keeps 8");
    expect(describeSchedule({ ...plan, weekday: 7, hour: 23, keep_versions: 1000, is_active: false })).toBe(
      "Off: Sundays 23:00 Europe/Berlin, keeps 1,000",
    );
  });
});

describe("readScheduleForm", () => {
  it("gives back what the form was made of", () => {
    expect(readScheduleForm(toScheduleForm(plan, "UTC"), true)).toEqual({ schedule: plan });
    expect(readScheduleForm(toScheduleForm(null, "Asia/Tokyo"), false)).toEqual({
      schedule: { ...plan, time_zone: "Asia/Tokyo", is_active: false },
    });
  });
  it("says at which field something is wrong", () => {
    const form = { weekday: "1", hour: "6", time_zone: "Berlin", keep_versions: "" };
    expect(readScheduleForm(form, true)).toEqual({
      issues: [
        { path: "time_zone", message: "must be a time zone such as Europe/Berlin" },
        { path: "keep_versions", message: "must be a whole number from 1 to 1,000" },
      ],
    });
    expect(readScheduleForm({ ...form, time_zone: "UTC", keep_versions: "1001" }, true)).toEqual({
      issues: [{ path: "keep_versions", message: "must be from 1 to 1,000" }],
    });
  });
});
