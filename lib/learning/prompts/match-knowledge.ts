import type {
  KnowledgeDocument,
  KnowledgeFormula,
  KnowledgePattern,
  KnowledgeTask,
} from "../knowledge/schemas";

/** What of a knowledge base concerns a prompt, in its order. */
export type KnowledgeMatch = {
  tasks: KnowledgeTask[];
  patterns: KnowledgePattern[];
  formulas: KnowledgeFormula[];
};

const fold = (text: string) => text.normalize("NFKC").toLowerCase();
const words = (folded: string) => folded.match(/[\p{L}\p{M}\p{N}_]+/gu) ?? [];
/** Scripts that put no space between words. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;

/**
 * Whether a text contains a phrase as whole words, in any case and however they are spaced: “sum” is in “the sum of”, not in
 * “summary”. A phrase with signs in it, such as “%”, must be there with them; one in a script without spaces may be anywhere.
 */
export function createMatcher(text: string): (phrase: string) => boolean {
  const folded = fold(text);
  const spaced = ` ${words(folded).join(" ")} `;
  return (phrase) => {
    const wanted = fold(phrase).trim();
    if (wanted === "") return false;
    if (unspaced.test(wanted)) return folded.includes(wanted);
    const parts = words(wanted);
    const hasSigns = /[^\p{L}\p{M}\p{N}_\s'’-]/u.test(wanted);
    if (hasSigns && !folded.includes(wanted)) return false;
    return parts.length === 0 || spaced.includes(` ${parts.join(" ")} `);
  };
}

/** The tasks and formulas one of whose keywords the prompt contains, and the patterns whose phrase it contains. */
export function matchKnowledge(document: KnowledgeDocument, prompt: string): KnowledgeMatch {
  const contains = createMatcher(prompt);
  return {
    tasks: document.tasks.filter(({ keywords }) => keywords.some(contains)),
    patterns: document.patterns.filter(({ pattern }) => contains(pattern)),
    formulas: document.formulas.filter(({ keywords }) => keywords.some(contains)),
  };
}
