import { z } from "zod";
import { label } from "@/lib/query/fields";
import { timestamp } from "@/lib/query/timestamp";

export const privacyModes = ["off", "redact", "reject"] as const;
export const detectors = ["email", "card", "iban", "ip", "phone", "national_id"] as const;
export type Detector = (typeof detectors)[number];

const pattern = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]{0,39}$/, "must be capital letters, digits and _, such as EMPLOYEE_ID")
    .meta({ description: "The placeholder's name: EMPLOYEE_ID becomes [EMPLOYEE_ID]." }),
  pattern: z.string().min(1, "must not be empty").max(500, "has at most 500 characters"),
});

/** How a project treats what it is sent. */
export const projectSettings = z
  .object({
    project: z.string(),
    privacy_mode: z.enum(privacyModes),
    detectors: z.array(z.enum(detectors)),
    phone_region: z.string().nullable(),
    patterns: z.array(pattern),
    metadata_keys: z.array(z.string()).nullable(),
    user_ids: z.enum(["plain", "hmac"]),
    idle_minutes: z.int(),
    version: z.int().meta({ description: "0 = never set." }),
    updated_at: timestamp.nullable(),
  })
  .meta({ id: "ProjectSettings" });
export type ProjectSettings = z.infer<typeof projectSettings>;

/** PUT: takes back what GET answered, and any part of it: fields left out stay as they are. */
export const projectSettingsUpdate = z
  .strictObject({
    project: label("project").optional().meta({ description: "When given: the project of the path." }),
    privacy_mode: z.enum(privacyModes, "must be off, redact or reject").optional(),
    detectors: z.array(z.enum(detectors, `must be any of ${detectors.join(", ")}`)).optional(),
    phone_region: z
      .string()
      .regex(/^[A-Z]{2}$/, "must be a country code such as US")
      .nullable()
      .optional(),
    patterns: z.array(pattern).max(50, "has at most 50 patterns").optional(),
    metadata_keys: z.array(z.string().min(1).max(200)).max(200).nullable().optional(),
    user_ids: z.enum(["plain", "hmac"], "must be plain or hmac").optional(),
    idle_minutes: z.int().min(1).max(10_080).optional(),
    expected_version: z
      .int()
      .optional()
      .meta({ description: "The version you read; 409 when someone has changed the settings since." }),
    version: z
      .int()
      .optional()
      .meta({ description: "As `expected_version`, under the name that GET gives it." }),
    updated_at: timestamp
      .nullable()
      .optional()
      .meta({ description: "When given: as you read it, else 409. The server sets it." }),
  })
  .meta({ id: "ProjectSettingsUpdate" });
export type ProjectSettingsUpdate = z.infer<typeof projectSettingsUpdate>;

/** A text to try under the settings of a project, or under changes of them that are not saved. */
export const settingsTrial = z
  .strictObject({
    text: z.string().max(10_000, "has at most 10,000 characters"),
    settings: projectSettingsUpdate
      .omit({ project: true, version: true, expected_version: true, updated_at: true })
      .optional()
      .meta({
        description: "Settings to try instead of those of the project; what is left out is as it is.",
      }),
  })
  .meta({ id: "ProjectSettingsTrial" });
export type SettingsTrial = z.infer<typeof settingsTrial>;

export const settingsTrialResult = z
  .object({
    text: z
      .string()
      .nullable()
      .meta({ description: "As it would be stored; null when it would be refused." }),
    issues: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .meta({ description: "Why it would be refused." }),
  })
  .meta({ id: "ProjectSettingsTrialResult" });
export type SettingsTrialResult = z.infer<typeof settingsTrialResult>;
