/**
 * One thing that people ask an assistant. `[[name]]` stands for a value from `slots`, the same one in all texts of a
 * vote, so that a few dozen topics make thousands of different votes.
 */
export interface Topic {
  /** Ways to ask it. */
  questions: string[];
  /** The answer people like; also the corrected answer of a disliked one. */
  good: string;
  /** An answer people dislike. */
  bad: string;
  /** What a person writes about the bad answer. */
  note: string;
  slots?: Record<string, string[]>;
  /** Tools that an agent calls for it. */
  tools?: string[];
}

/** The text with each `[[name]]` replaced by its value; unknown names stay, and a test finds them. */
export function fillSlots(text: string, values: Record<string, string>): string {
  return text.replace(/\[\[([a-z]+)\]\]/g, (whole, name: string) => values[name] ?? whole);
}
