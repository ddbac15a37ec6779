import { expect, it } from "vitest";
import { describeSchedule } from "./prepare-schedule";

it("says day, hour, zone and how many versions are kept, and whether it is off", () => {
  const plan = { weekday: 1, hour: 6, time_zone: "Europe/Berlin", keep_versions: 8, is_active: true };
  expect(describeSchedule(plan)).toBe("Mondays 06:00 Europe/Berlin, keeps 8");
  expect(describeSchedule({ ...plan, weekday: 7, hour: 23, keep_versions: 1000, is_active: false })).toBe(
    "Off: Sundays 23:00 Europe/Berlin, keeps 1,000",
  );
});
