import type { Issue } from "@/lib/errors";
import { formatCount } from "@/lib/format/number";
import type { RetentionPolicy, RetentionRunResult } from "./schemas";

/** A policy as it is typed. */
export type PolicyForm = { is_enabled: boolean; archive_after_days: string; delete_after_days: string };

const MAX_DAYS = 36_500;

/** The form of a policy as it is. */
export function toPolicyForm(policy: RetentionPolicy): PolicyForm {
  const text = (days: number | null) => (days === null ? "" : String(days));
  return {
    is_enabled: policy.is_enabled,
    archive_after_days: text(policy.archive_after_days),
    delete_after_days: text(policy.delete_after_days),
  };
}

/** A number of days that was typed: null for none, or what is wrong with it. */
export function readDays(text: string): { days: number | null } | { problem: string } {
  const typed = text.trim();
  if (typed === "") return { days: null };
  const days = Number(typed);
  return /^\d+$/.test(typed) && days >= 1 && days <= MAX_DAYS
    ? { days }
    : { problem: `must be a whole number from 1 to ${formatCount(MAX_DAYS)}, or empty for never` };
}

type Policy = Pick<RetentionPolicy, "is_enabled" | "archive_after_days" | "delete_after_days">;

/** What is sent for a form, or what is wrong with it, by field. */
export function toPolicy(form: PolicyForm): { policy: Policy } | { issues: Issue[] } {
  const issues: Issue[] = [];
  const days = (name: "archive_after_days" | "delete_after_days") => {
    const read = readDays(form[name]);
    if ("days" in read) return read.days;
    issues.push({ path: name, message: read.problem });
    return null;
  };
  const policy = {
    is_enabled: form.is_enabled,
    archive_after_days: days("archive_after_days"),
    delete_after_days: days("delete_after_days"),
  };
  if (
    issues.length === 0 &&
    policy.is_enabled &&
    policy.archive_after_days === null &&
    policy.delete_after_days === null
  )
    issues.push({ path: "is_enabled", message: "needs a number of days in at least one of the two fields" });
  return issues.length > 0 ? { issues } : { policy };
}

const count = (number: number, one: string, several: string) =>
  `${formatCount(number)} ${number === 1 ? one : several}`;

/** What a run takes along, in words: "3 sessions with 40 turns, 12 notes and 20 reviews". */
export function describeRun(result: RetentionRunResult): string {
  return `${count(result.sessions, "session", "sessions")} with ${count(result.turns, "turn", "turns")}, ${count(result.improvements, "note", "notes")} and ${count(result.reviews, "review", "reviews")}`;
}
