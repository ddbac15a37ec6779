import ranks from "gpt-tokenizer/bpeRanks/o200k_base";
import { countTokens as countWhole } from "gpt-tokenizer/encoding/o200k_base";
import { O200K_TOKEN_SPLIT_REGEX } from "gpt-tokenizer/encodingParams/constants";
import { LRUCache } from "lru-cache";

// The tokenizer's library merges the bytes of a piece in quadratic time: 200,000 spaces, which a caller may send, take it a
// minute. Texts that hold a piece that long are counted here piece by piece, with the same ranks and the same result.

/** What could become a piece of 200 characters or more. */
const longPiece = /[\p{L}\p{M}]{198}|[^\s\p{L}\p{N}]{198}|\s{198}|[\r\n/]{198}/u;
/** Text that stands for itself: what looks like a special token is no special token. */
const literally = { disallowedSpecial: new Set<string>() };

const cache = new LRUCache<string, number>({
  max: 20_000,
  maxSize: 4_000_000,
  sizeCalculation: (_, key) => key.length + 64,
});
/** Longer texts are seldom the same twice. */
const MAX_CACHED = 100_000;

/**
 * Number of tokens of a text by the o200k tokenizer. Exact for every text, in time that is near its length.
 * The sum over texts is the number of their concatenation where each ends with a line break and the next begins with neither
 * white space nor a slash.
 */
export function countTokens(text: string): number {
  if (text.length > MAX_CACHED) return count(text);
  let known = cache.get(text);
  if (known === undefined) {
    known = count(text);
    cache.set(text, known);
  }
  return known;
}

function count(text: string): number {
  if (!longPiece.test(text)) return countWhole(text, literally);
  let total = 0;
  for (const [piece] of text.matchAll(O200K_TOKEN_SPLIT_REGEX))
    total += piece.length < 200 ? countWhole(piece, literally) : countMerged(piece);
  return total;
}

/**
 * A prefix of a text that has at most so many tokens (give or take one at its end), by its length in UTF-16 units: the longest,
 * but in a run without a break, of which it takes less. It never ends within a character.
 */
export function findPrefix(text: string, maxTokens: number): number {
  let total = 0;
  let end = 0;
  for (const { 0: piece, index } of text.matchAll(O200K_TOKEN_SPLIT_REGEX)) {
    const tokens = piece.length < 200 ? countWhole(piece, literally) : countMerged(piece);
    if (total + tokens > maxTokens) return end + findInPiece(piece, maxTokens - total);
    total += tokens;
    end = index + piece.length;
  }
  return text.length;
}

function findInPiece(piece: string, maxTokens: number): number {
  // Of a run without a break only as much as fits for certain: a UTF-16 unit has at most three bytes, and a byte at most one token.
  let low = Math.min(piece.length, Math.floor(maxTokens / 3));
  if (piece.length < 200) {
    let high = piece.length;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      // More of a piece hardly ever has fewer tokens, and the caller counts again.
      if (countWhole(piece.slice(0, middle), literally) <= maxTokens) low = middle;
      else high = middle - 1;
    }
  }
  const last = piece.charCodeAt(low - 1);
  return last >= 0xd800 && last <= 0xdbff ? low - 1 : low;
}

let byteRanks: Map<string, number> | undefined;
let longestToken = 0;

/** Ranks by the bytes of a token, one character a byte. Made when it is first needed: 200,000 entries. */
function ranksByBytes(): Map<string, number> {
  if (byteRanks) return byteRanks;
  byteRanks = new Map();
  for (const [rank, token] of ranks.entries()) {
    if (token === undefined) continue;
    const bytes = typeof token === "string" ? toBytes(token) : String.fromCharCode(...token);
    byteRanks.set(bytes, rank);
    longestToken = Math.max(longestToken, bytes.length);
  }
  return byteRanks;
}

const toBytes = (text: string): string => Buffer.from(text, "utf8").toString("latin1");

/** 2^22: more bytes than a piece has. */
const POSITIONS = 4_194_304;

/** Byte pair encoding with a heap: the pair of lowest rank is merged, of several the leftmost, until none is left. */
function countMerged(piece: string): number {
  const known = ranksByBytes();
  const bytes = toBytes(piece);
  const n = bytes.length;
  const next = Int32Array.from({ length: n }, (_, index) => index + 1);
  const previous = Int32Array.from({ length: n }, (_, index) => index - 1);
  const isGone = new Uint8Array(n);
  const pairRank = new Int32Array(n).fill(-1);
  const heap: number[] = [];
  const findRank = (at: number): number => {
    const second = next[at] as number;
    if (second >= n) return -1;
    const end = next[second] as number;
    if (end - at > longestToken) return -1;
    return known.get(bytes.slice(at, end)) ?? -1;
  };
  const offer = (at: number): void => {
    const rank = findRank(at);
    pairRank[at] = rank;
    if (rank >= 0) push(heap, rank * POSITIONS + at);
  };
  for (let at = 0; at < n; at += 1) offer(at);
  let tokens = n;
  while (heap.length > 0) {
    const entry = pop(heap);
    const at = entry % POSITIONS;
    // An entry of a pair that meanwhile became part of another one.
    if (isGone[at] || pairRank[at] !== (entry - at) / POSITIONS) continue;
    const second = next[at] as number;
    const end = next[second] as number;
    isGone[second] = 1;
    next[at] = end;
    if (end < n) previous[end] = at;
    tokens -= 1;
    offer(at);
    const before = previous[at] as number;
    if (before >= 0) offer(before);
  }
  return tokens;
}

function push(heap: number[], value: number): void {
  let at = heap.length;
  heap.push(value);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if ((heap[parent] as number) <= value) break;
    heap[at] = heap[parent] as number;
    at = parent;
  }
  heap[at] = value;
}

function pop(heap: number[]): number {
  const top = heap[0] as number;
  const last = heap.pop() as number;
  const n = heap.length;
  if (n === 0) return top;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= n) break;
    if (child + 1 < n && (heap[child + 1] as number) < (heap[child] as number)) child += 1;
    if ((heap[child] as number) >= last) break;
    heap[at] = heap[child] as number;
    at = child;
  }
  heap[at] = last;
  return top;
}
