import { findCards, findEmails, findIbans, findIps, findPhones, type Span } from "./detectors";
import { findNationalIds } from "./national-ids";
import { compilePattern, findPattern } from "./patterns";
import type { Detector, ProjectSettings } from "./schemas";

/** What of a project's settings decides what personal data is. */
export type DetectionSettings = Pick<ProjectSettings, "detectors" | "phone_region" | "patterns">;

/** A piece of personal data in a text. `kind` is the name inside of its placeholder. */
export type Finding = Span & { kind: string };

/** Finds personal data in a text: leftmost first, no two overlap. */
export type Finder = (text: string) => Finding[];

const kinds: Record<Detector, string> = {
  email: "EMAIL",
  card: "CARD",
  iban: "IBAN",
  ip: "IP",
  phone: "PHONE",
  national_id: "NATIONAL_ID",
};

/** The finder for the chosen detectors and patterns. @throws Error for a pattern that is not one. */
export function createFinder(settings: DetectionSettings): Finder {
  const find: Record<Detector, (text: string, withoutUuids: string) => Span[]> = {
    email: findEmails,
    card: (_, text) => findCards(text),
    iban: (_, text) => findIbans(text),
    ip: findIps,
    phone: (_, text) => findPhones(text, settings.phone_region),
    national_id: (_, text) => findNationalIds(text),
  };
  const finders = [
    ...settings.detectors.map((name) => ({ kind: kinds[name], find: find[name] })),
    ...settings.patterns.map(({ name, pattern }) => {
      const compiled = compilePattern(pattern);
      return { kind: name, find: (text: string, _: string) => findPattern(compiled, text) };
    }),
  ];
  return (text) => {
    // The shortest thing that any built-in detector knows has six characters; a pattern may match less.
    if (text.length < 6 && settings.patterns.length === 0) return [];
    const withoutUuids = text.replace(uuids, (uuid) => "x".repeat(uuid.length));
    return settle(
      finders.flatMap(({ kind, find }) => find(text, withoutUuids).map((span) => ({ ...span, kind }))),
    );
  };
}

/** Random ids: the digits of one may pass a checksum, and are still nobody's number. */
const uuids = /(?<![a-z0-9])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![a-z0-9])/gi;

/**
 * Of findings that overlap, the leftmost and then the longest names the kind; what another one covers beyond it belongs to
 * the same placeholder, so that nothing of either is left.
 */
function settle(findings: Finding[]): Finding[] {
  findings.sort((a, b) => a.start - b.start || b.end - a.end);
  const settled: Finding[] = [];
  for (const finding of findings) {
    const last = settled.at(-1);
    if (last && finding.start < last.end) last.end = Math.max(last.end, finding.end);
    else settled.push({ ...finding });
  }
  return settled;
}

/** The text with each finding replaced by its placeholder, such as [EMAIL]. */
export function redact(text: string, findings: readonly Finding[]): string {
  if (findings.length === 0) return text;
  let result = "";
  let from = 0;
  for (const { start, end, kind } of findings) {
    result += `${text.slice(from, start)}[${kind}]`;
    from = end;
  }
  return result + text.slice(from);
}
