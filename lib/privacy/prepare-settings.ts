import type { Issue } from "@/lib/errors";
import {
  type Detector,
  detectors,
  type ProjectSettings,
  type ProjectSettingsUpdate,
  projectSettingsUpdate,
} from "./schemas";

/** The settings of a project as they are typed. */
export type SettingsForm = {
  privacy_mode: ProjectSettings["privacy_mode"];
  detectors: Detector[];
  phone_region: string;
  /** id: tells the rows apart while they are edited. */
  patterns: { id: number; name: string; pattern: string }[];
  /** Whether metadata may have any key, or only those of the list, one a line. */
  has_metadata_keys: boolean;
  metadata_keys: string;
  user_ids: ProjectSettings["user_ids"];
  idle_minutes: string;
};

/** What each detector finds: its name for people, and an example. */
export const detectorTexts: Record<Detector, { label: string; example: string }> = {
  email: { label: "E-mail addresses", example: "ann@example.com" },
  card: { label: "Card numbers", example: "4111 1111 1111 1111" },
  iban: { label: "IBANs", example: "DE89 3704 0044 0532 0130 00" },
  ip: { label: "IP addresses", example: "203.0.113.7" },
  phone: { label: "Phone numbers", example: "+1 415 555 2671" },
  national_id: { label: "National ids", example: "536-22-8145" },
};

/** The form of settings as they are. */
export function toSettingsForm(settings: ProjectSettings): SettingsForm {
  return {
    privacy_mode: settings.privacy_mode,
    detectors: detectors.filter((each) => settings.detectors.includes(each)),
    phone_region: settings.phone_region ?? "",
    patterns: settings.patterns.map((pattern, id) => ({ id, ...pattern })),
    has_metadata_keys: settings.metadata_keys !== null,
    metadata_keys: settings.metadata_keys?.join("\n") ?? "",
    user_ids: settings.user_ids,
    idle_minutes: String(settings.idle_minutes),
  };
}

/** What is sent for a form, or what is wrong with it, by field. */
export function toSettings(form: SettingsForm): { settings: ProjectSettingsUpdate } | { issues: Issue[] } {
  const issues: Issue[] = [];
  const minutes = Number(form.idle_minutes);
  if (!/^\d+$/.test(form.idle_minutes.trim()) || minutes < 1 || minutes > 10_080)
    issues.push({ path: "idle_minutes", message: "must be a whole number from 1 to 10,080 (a week)" });
  const settings = {
    privacy_mode: form.privacy_mode,
    detectors: form.detectors,
    phone_region: form.phone_region.trim().toUpperCase() || null,
    patterns: form.patterns.map(({ name, pattern }) => ({ name: name.trim(), pattern })),
    metadata_keys: form.has_metadata_keys ? toKeys(form.metadata_keys) : null,
    user_ids: form.user_ids,
    idle_minutes: minutes,
  };
  const { error } = projectSettingsUpdate.safeParse(settings);
  for (const { path, message } of error?.issues ?? [])
    if (path[0] !== "idle_minutes") issues.push({ path: path.join("."), message });
  return issues.length > 0 ? { issues } : { settings };
}

const toKeys = (lines: string) => [
  ...new Set(
    lines
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== ""),
  ),
];

/** Whether both forms hold the same settings. */
export function isSameForm(one: SettingsForm, other: SettingsForm): boolean {
  const plain = ({ patterns, detectors: chosen, ...rest }: SettingsForm) =>
    JSON.stringify([
      rest,
      detectors.filter((each) => chosen.includes(each)),
      patterns.map(({ name, pattern }) => [name, pattern]),
    ]);
  // The order of the fields is that of toSettingsForm(), which every form is made by.
  return plain(one) === plain(other);
}
