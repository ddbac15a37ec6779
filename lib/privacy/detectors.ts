import { countrySpecs, isValidIBAN } from "ibantools";
import ipaddr from "ipaddr.js";
import {
  type CountryCode,
  isSupportedCountry,
  Metadata,
  parsePhoneNumberFromString,
} from "libphonenumber-js/max";

// Where personal data stands in a text. Each detector takes time linear in the text: it looks at a bounded window around
// each place where something may begin, and a checksum or a strict shape decides. None guesses from the words around.

/** A span of a text, [start, end), in UTF-16 units. */
export type Span = { start: number; end: number };

const isAlphanumeric = (text: string | undefined) => text !== undefined && /[A-Za-z0-9]/.test(text);

const LOCAL_MAX = 64;
const DOMAIN_MAX = 255;
const localEnd = /[\p{L}\p{N}!#$%&'*+\-/=?^_`{|}~.]{1,64}$/u;
const domainStart =
  /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+(?:xn--[a-z0-9-]{2,59}|[\p{L}]{2,63})/iu;

/** E-mail addresses: a local part, @, and a domain whose last label is of letters. */
export function findEmails(text: string): Span[] {
  const spans: Span[] = [];
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    const domain = domainStart.exec(text.slice(at + 1, at + 1 + DOMAIN_MAX));
    if (!domain) continue;
    // Quotation marks, slashes and dots in front of an address are allowed in it, but hardly ever meant.
    const local = localEnd
      .exec(text.slice(Math.max(0, at - LOCAL_MAX), at))?.[0]
      .replace(/^[.'`/=?{|&*!#$^~%]+/, "");
    if (!local || local.endsWith(".")) continue;
    spans.push({ start: at - local.length, end: at + 1 + domain[0].length });
  }
  return spans;
}

/** Length and beginning of the numbers that card schemes give out: Visa, Mastercard, Amex, Diners, Discover, JCB, UnionPay, Maestro. */
const issuers: readonly [beginning: RegExp, lengths: readonly number[]][] = [
  [/^4/, [13, 16, 19]],
  [/^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^3(0[0-5]|095|[689])/, [14, 15, 16, 17, 18, 19]],
  [/^(6011|64[4-9]|65|60|81|82|508)/, [16, 17, 18, 19]],
  [/^35(2[89]|[3-8])/, [16, 17, 18, 19]],
  [/^62/, [16, 17, 18, 19]],
  [/^(50|5[6-9]|6[0-9])/, [13, 14, 15, 16, 17, 18, 19]],
];

/** The Luhn checksum, ISO/IEC 7812-1 annex B. */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = digits.length - 1, isDoubled = false; index >= 0; index -= 1, isDoubled = !isDoubled) {
    const digit = digits.charCodeAt(index) - 48;
    sum += isDoubled ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit;
  }
  return sum % 10 === 0;
}

const isCard = (digits: string) =>
  issuers.some(([beginning, lengths]) => lengths.includes(digits.length) && beginning.test(digits)) &&
  passesLuhn(digits) &&
  !/^(\d)\1+$/.test(digits);

/** Card numbers: 13 to 19 digits of an issuer that pass Luhn, in one piece or in groups by one kind of separator. */
export function findCards(text: string): Span[] {
  const spans: Span[] = [];
  // A run of digit groups, each one separator from the next.
  for (const run of text.matchAll(/\d+(?:[ \-.\u00a0\u2011\u2013]\d+)*/g)) {
    if (run[0].length < 13) continue;
    const groups = [...run[0].matchAll(/\d+/g)].map((group) => ({
      digits: group[0],
      at: run.index + group.index,
    }));
    for (let first = 0; first < groups.length; first += 1) {
      const last = findCardEnd(text, groups, first);
      const begin = groups[first];
      const end = last === undefined ? undefined : groups[last];
      if (!begin || !end || last === undefined) continue;
      spans.push({ start: begin.at, end: end.at + end.digits.length });
      first = last;
    }
  }
  return spans;
}

/** Whether the digits at `at` follow others or hexadecimal ones, as in a hash; a word such as “Visa” may stand before a number. */
function isInsideCode(text: string, at: number): boolean {
  const before = /[A-Za-z0-9]+$/.exec(text.slice(Math.max(0, at - 40), at))?.[0];
  return before !== undefined && !/^[a-z]*[g-z][a-z]*$/i.test(before);
}

type Group = { digits: string; at: number };

/** The last of the groups that make a card number from `first` on; the longest one wins. */
function findCardEnd(text: string, groups: readonly Group[], first: number): number | undefined {
  const begin = groups[first];
  if (!begin || isInsideCode(text, begin.at)) return undefined;
  const separator = text[begin.at + begin.digits.length];
  let digits = "";
  let found: number | undefined;
  for (let last = first; last < groups.length; last += 1) {
    const group = groups[last];
    if (!group) break;
    if (last > first && text[group.at - 1] !== separator) break;
    digits += group.digits;
    if (digits.length > 19) break;
    // Groups of one digit are lists and sums, not cards.
    if (group.digits.length < 2 && last > first && digits.length < 13) break;
    if (isAlphanumeric(text[group.at + group.digits.length])) break;
    if (digits.length >= 13 && isCard(digits)) found = last;
  }
  return found;
}

/** IBANs: country, check digits and the length of the country, in one piece or in groups; mod 97 decides (ISO 13616). */
export function findIbans(text: string): Span[] {
  const spans: Span[] = [];
  const beginning = /(?<![A-Za-z0-9])[A-Za-z]{2}[ \-\u00a0]?\d{2}/g;
  for (let match = beginning.exec(text); match; match = beginning.exec(text)) {
    const end = findIbanEnd(text, match.index);
    if (end === undefined) continue;
    spans.push({ start: match.index, end });
    beginning.lastIndex = end;
  }
  return spans;
}

function findIbanEnd(text: string, start: number): number | undefined {
  const length = countrySpecs[text.slice(start, start + 2).toUpperCase()]?.chars;
  if (!length) return undefined;
  let compact = "";
  let isAfterSeparator = false;
  for (let index = start; index < text.length && compact.length < length; index += 1) {
    const character = text[index] ?? "";
    if (/[ \-\u00a0]/.test(character)) {
      if (isAfterSeparator) return undefined;
      isAfterSeparator = true;
      continue;
    }
    if (!isAlphanumeric(character)) return undefined;
    isAfterSeparator = false;
    compact += character;
    if (compact.length === length)
      return !isAlphanumeric(text[index + 1]) && isValidIBAN(compact.toUpperCase()) ? index + 1 : undefined;
  }
  return undefined;
}

/** IP addresses, except loopback and “any”, which name no one. An IPv6 address is whole, or begins with a group of four. */
export function findIps(text: string): Span[] {
  const spans: Span[] = [];
  for (const match of text.matchAll(/(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w]|\.\d)/g)) {
    if (ipaddr.IPv4.isValidFourPartDecimal(match[0]) && !isNobody(match[0]))
      spans.push({ start: match.index, end: match.index + match[0].length });
  }
  for (const match of text.matchAll(/(?<![\w:.])[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){2,7}(?![\w:])/gi)) {
    const address = match[0];
    const isWhole = address.split(":").length === 8 && !address.includes("::");
    const isCompressed = /^[0-9a-f]{4}:/i.test(address) && /\d/.test(address) && address.includes("::");
    if ((isWhole || isCompressed) && ipaddr.IPv6.isValid(address))
      spans.push({ start: match.index, end: match.index + address.length });
  }
  return spans;
}

function isNobody(address: string): boolean {
  const range = ipaddr.IPv4.parse(address).range();
  return range === "loopback" || range === "unspecified" || range === "broadcast";
}

/** Whether numbers of this country can be told from others. */
export function isPhoneRegion(region: string): boolean {
  return isSupportedCountry(region);
}

/** The digit that stands before an area code in this country, where numbers are written with one. */
function trunkPrefix(region: CountryCode): string | null {
  const metadata = new Metadata();
  metadata.selectNumberingPlan(region);
  const prefix = (
    metadata as unknown as { numberingPlan?: { nationalPrefix(): string | undefined } }
  ).numberingPlan?.nationalPrefix();
  return prefix === "0" ? "0" : null;
}

const withPlus = /(?<![\w+])\+[ \u00a0]?\(?\d(?:[ \u00a0().\-/\u2011\u2013]{0,3}\d){6,16}/g;
const national = /(?<![\w+.,:/-])\d(?:[ \u00a0().\-/\u2011\u2013]{0,3}\d){6,14}(?![\w]|[.,:]\d)/g;
const looksLikeDate = /\d{4}-\d{2}-\d{2}|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b/;

/**
 * Phone numbers that libphonenumber calls valid: with + and a country code, and with `region` also those of that country
 * that carry an area code.
 */
export function findPhones(text: string, region: string | null): Span[] {
  const spans: Span[] = [];
  if (text.includes("+")) {
    for (const match of text.matchAll(withPlus)) {
      const length = validLength(match[0], undefined);
      if (length) spans.push({ start: match.index, end: match.index + length });
    }
  }
  if (region !== null && isPhoneRegion(region)) {
    const country = region as CountryCode;
    const trunk = trunkPrefix(country);
    for (const match of text.matchAll(national)) {
      const digits = match[0].replace(/\D/g, "");
      if (digits.length < 7 || looksLikeDate.test(match[0])) continue;
      if (trunk && !digits.startsWith(trunk)) continue;
      const length = validLength(match[0], country);
      if (!length) continue;
      const hasOpened = text[match.index - 1] === "(" && match[0].includes(")");
      spans.push({ start: match.index - (hasOpened ? 1 : 0), end: match.index + length });
    }
  }
  return spans;
}

/** How much of a candidate is a valid number: all of it, or up to the end of an earlier group. */
function validLength(candidate: string, country: CountryCode | undefined): number | undefined {
  for (let text = candidate; text.length >= 7; ) {
    const parsed = parsePhoneNumberFromString(text, {
      ...(country ? { defaultCountry: country } : {}),
      extract: false,
    });
    if (parsed?.isValid()) return text.length;
    const shorter = text.replace(/[^\d]+\d+$/, "");
    if (shorter.length === text.length) return undefined;
    text = shorter;
  }
  return undefined;
}
