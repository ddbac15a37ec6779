import { LRUCache } from "lru-cache";
import type { Issue } from "@/lib/errors";
import { createFinder, type Finder, redact } from "./redact";
import type { ProjectSettings } from "./schemas";

/** What of a project's settings decides how a value is treated. */
export type IngestSettings = Pick<
  ProjectSettings,
  "privacy_mode" | "detectors" | "phone_region" | "patterns" | "metadata_keys" | "user_ids"
>;

/** What the fields of a value are, by their names wherever they stand; a name that is not here is a text. */
export type Shape = {
  /** Ids of end users. */
  userIds?: readonly string[];
  /** Ids that the caller made up: a session, a thread, an answer. They must stay distinct. */
  ids?: readonly string[];
  /** Any JSON of the caller, its keys included. The first level obeys the list of allowed metadata keys. */
  metadata?: readonly string[];
  /** A key of metadata that holds the id of an end user where the key `beside` is there, too, and anything of the caller's else. */
  userIdInMetadata?: { readonly key: string; readonly beside: string };
  /** Any JSON of the caller in which some numbers of its first level are ours, such as counts of tokens: their names. */
  free?: Readonly<Record<string, readonly string[]>>;
  /** Never looked at: ids of rows, times, words of ours, and who on the staff did it. */
  kept?: readonly string[];
};

/** The one-way form of an id, the same for the same id. */
export type Pseudonymize = (id: string) => string;

const HMAC_ID = /^hmac_[0-9a-f]{64}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const MAX_ISSUES = 100;

/** Finders by what they look for: compiling patterns takes longer than most texts. */
const finders = new LRUCache<string, Finder>({ max: 200 });

function finderFor({ detectors, phone_region, patterns }: IngestSettings): Finder {
  const key = JSON.stringify([detectors, phone_region, patterns]);
  let finder = finders.get(key);
  if (!finder) {
    finder = createFinder({ detectors, phone_region, patterns });
    finders.set(key, finder);
  }
  return finder;
}

/**
 * A value as it may be stored under a project's settings, and what it must not contain (mode reject; the value is then not
 * to be stored). Texts lose personal data to placeholders; ids that are personal data, and every user id where the project
 * says so, take the form that `pseudonymize` gives; keys of metadata that are not allowed are dropped. Numbers of metadata
 * are looked at as texts. The value itself is not changed. Issues name the path and the kind, never the data.
 */
export function protect<Value>(
  settings: IngestSettings,
  value: Value,
  shape: Shape,
  pseudonymize: Pseudonymize,
): { value: Value; issues: Issue[] } {
  const walk = new Walk(settings, shape, pseudonymize);
  const protectedValue = walk.structure(value, "");
  return { value: protectedValue as Value, issues: walk.issues };
}

class Walk {
  readonly issues: Issue[] = [];
  readonly #find: Finder;
  readonly #isRejecting: boolean;
  readonly #isOff: boolean;

  constructor(
    readonly settings: IngestSettings,
    readonly shape: Shape,
    readonly pseudonymize: Pseudonymize,
  ) {
    this.#isOff = settings.privacy_mode === "off";
    this.#isRejecting = settings.privacy_mode === "reject";
    this.#find = this.#isOff ? () => [] : finderFor(settings);
  }

  /** A value whose keys are ours. */
  structure(value: unknown, path: string): unknown {
    if (typeof value === "string") return this.text(value, path);
    if (Array.isArray(value))
      return value.map((item, index) => this.structure(item, join(path, String(index))));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, child]) => [key, this.field(key, child, join(path, key))]),
    );
  }

  field(key: string, value: unknown, path: string): unknown {
    const { userIds, ids, metadata, free, kept } = this.shape;
    if (value === null || value === undefined || kept?.includes(key)) return value;
    if (userIds?.includes(key)) return this.id(String(value), path, this.settings.user_ids === "hmac");
    if (ids?.includes(key)) return this.id(String(value), path, false);
    if (metadata?.includes(key)) return this.metadata(this.allowedKeys(value, path), path);
    const counts = free?.[key];
    if (counts) return this.anything(value, path, counts);
    return this.structure(value, path);
  }

  text(text: string, path: string): string {
    if (this.#isOff || UUID.test(text)) return text;
    const findings = this.#find(text);
    const first = findings[0];
    if (!first) return text;
    if (this.#isRejecting) this.refuse(path, first.kind);
    return redact(text, findings);
  }

  id(id: string, path: string, isAlwaysHidden: boolean): string {
    if (HMAC_ID.test(id)) return id;
    if (isAlwaysHidden) return this.pseudonymize(id);
    if (this.#isOff || UUID.test(id)) return id;
    const first = this.#find(id)[0];
    if (!first) return id;
    if (this.#isRejecting) this.refuse(path, first.kind);
    return this.pseudonymize(id);
  }

  allowedKeys(value: unknown, path: string): unknown {
    const allowed = this.settings.metadata_keys;
    if (!allowed || this.#isOff || typeof value !== "object" || value === null || Array.isArray(value))
      return value;
    const entries = Object.entries(value);
    if (this.#isRejecting) {
      // The key may be what must not be repeated.
      for (const [key] of entries)
        if (!allowed.includes(key))
          this.report(this.#find(key).length > 0 ? path : join(path, key), "is not an allowed metadata key");
    }
    return Object.fromEntries(entries.filter(([key]) => allowed.includes(key)));
  }

  metadata(value: unknown, path: string): unknown {
    const { key, beside } = this.shape.userIdInMetadata ?? {};
    if (key === undefined || beside === undefined || typeof value !== "object" || value === null)
      return this.anything(value, path);
    const { [key]: id, ...rest } = value as Record<string, unknown>;
    if (!(beside in rest) || (typeof id !== "string" && typeof id !== "number"))
      return this.anything(value, path);
    return {
      ...(this.anything(rest, path) as object),
      [key]: this.id(String(id), join(path, key), this.settings.user_ids === "hmac"),
    };
  }

  /** A value whose keys are the caller's; numbers under the names of `counts` are none of theirs. */
  anything(value: unknown, path: string, counts: readonly string[] = []): unknown {
    if (typeof value === "string") return this.text(value, path);
    if (typeof value === "number") return this.number(value, path);
    if (Array.isArray(value))
      return value.map((item, index) => this.anything(item, join(path, String(index))));
    if (typeof value !== "object" || value === null) return value;
    const result: [string, unknown][] = [];
    const taken = new Set<string>();
    for (const [key, child] of Object.entries(value)) {
      // Two keys may have become the same placeholder.
      const plain = this.text(key, path);
      let name = plain;
      for (let n = 2; taken.has(name); n += 1) name = `${plain} ${n}`;
      taken.add(name);
      result.push([
        name,
        counts.includes(key) && typeof child === "number" ? child : this.anything(child, join(path, name)),
      ]);
    }
    return Object.fromEntries(result);
  }

  /** A whole number may be a card or an id: it is looked at as it would be written. */
  number(value: number, path: string): number | string {
    if (this.#isOff || !Number.isSafeInteger(value) || Math.abs(value) < 1e8) return value;
    const text = this.text(String(value), path);
    return text === String(value) ? value : text;
  }

  refuse(path: string, kind: string): void {
    this.report(path, `contains personal data (${kind})`);
  }

  report(path: string, message: string): void {
    if (this.issues.length < MAX_ISSUES) this.issues.push({ path, message });
  }
}

const join = (path: string, key: string) => (path ? `${path}.${key}` : key);
