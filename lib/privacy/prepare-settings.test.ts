import { describe, expect, test } from "vitest";
import { findCards, findEmails, findIbans, findIps, findPhones } from "./detectors";
import { findNationalIds } from "./national-ids";
import { detectorTexts, isSameForm, toSettings, toSettingsForm } from "./prepare-settings";
import type { ProjectSettings } from "./schemas";

const settings: ProjectSettings = {
  project: "p",
  privacy_mode: "redact",
  detectors: ["phone", "email"],
  phone_region: "US",
  patterns: [{ name: "EMPLOYEE_ID", pattern: "E-\\d{5}" }],
  metadata_keys: ["team", "shift"],
  user_ids: "plain",
  idle_minutes: 30,
  version: 3,
  updated_at: null,
};

describe("the form of settings", () => {
  test("sends what it was made of", () => {
    const { project: _, version, updated_at, ...sent } = settings;
    expect(toSettings(toSettingsForm(settings))).toEqual({
      settings: { ...sent, detectors: ["email", "phone"] },
    });
  });

  test("no list of keys allows every key, an empty one none", () => {
    const form = toSettingsForm({ ...settings, metadata_keys: null });
    expect(toSettings(form)).toMatchObject({ settings: { metadata_keys: null } });
    expect(toSettings({ ...form, has_metadata_keys: true })).toMatchObject({
      settings: { metadata_keys: [] },
    });
    expect(toSettings({ ...form, has_metadata_keys: true, metadata_keys: " a \n\nb\na" })).toMatchObject({
      settings: { metadata_keys: ["a", "b"] },
    });
  });

  test("says by field what is wrong", () => {
    const result = toSettings({
      ...toSettingsForm(settings),
      idle_minutes: "half an hour",
      phone_region: "USA",
      patterns: [{ id: 0, name: "lower", pattern: "" }],
    });
    expect("issues" in result ? result.issues.map(({ path }) => path).sort() : result).toEqual([
      "idle_minutes",
      "patterns.0.name",
      "patterns.0.pattern",
      "phone_region",
    ]);
  });

  test("is the same whatever order detectors were ticked in, and another when a pattern is", () => {
    const form = toSettingsForm(settings);
    expect(isSameForm(form, { ...form, detectors: ["phone", "email"] })).toBe(true);
    expect(isSameForm(form, { ...form, detectors: ["email"] })).toBe(false);
    expect(isSameForm(form, { ...form, patterns: [] })).toBe(false);
  });
});

test("each detector finds its example", () => {
  const find = {
    email: findEmails,
    card: findCards,
    iban: findIbans,
    ip: findIps,
    phone: (text: string) => findPhones(text, null),
    national_id: findNationalIds,
  };
  for (const [name, { example }] of Object.entries(detectorTexts))
    expect(find[name as keyof typeof find](example), name).toEqual([{ start: 0, end: example.length }]);
});
