import { stdnum } from "stdnum";
import type { Span } from "./detectors";

type Validator = { validate(value: string): { isValid: boolean } };

/** How an id is written, and what decides whether it is one. Never inside a longer word or number. */
const nationalIds: readonly { shape: string; validator: Validator | undefined }[] = [
  // US Social Security number: no checksum, so only in its groups; numbers that were never given out are no ids.
  { shape: String.raw`\d{3}([- ])\d{2}\1\d{4}`, validator: stdnum.US?.ssn },
  // UK National Insurance number: letters that are in use, and the suffix.
  { shape: "[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\\d{2} ?\\d{2} ?\\d{2} ?[A-D]", validator: stdnum.GB?.nino },
  // German tax id, ISO 7064 MOD 11,10.
  { shape: "[1-9]\\d ?\\d{3} ?\\d{3} ?\\d{3}", validator: stdnum.DE?.idnr },
  // French social security number with its key, mod 97.
  { shape: "[12] ?\\d{2} ?\\d{2} ?(?:\\d{2}|2[AB]) ?\\d{3} ?\\d{3} ?\\d{2}", validator: stdnum.FR?.nir },
  // Spanish DNI and NIE: the letter.
  { shape: "\\d{8}-?[A-Z]", validator: stdnum.ES?.dni },
  { shape: "[XYZ]-?\\d{7}-?[A-Z]", validator: stdnum.ES?.nie },
  // Dutch citizen service number, the eleven test.
  { shape: "\\d{9}|\\d{4}\\.\\d{2}\\.\\d{3}", validator: stdnum.NL?.bsn },
  // Italian tax code: the letter.
  { shape: "[A-Z]{6}\\d{2}[A-EHLMPRST]\\d{2}[A-Z]\\d{3}[A-Z]", validator: stdnum.IT?.codicefiscale },
  // Brazilian CPF in its groups: two check digits.
  { shape: "\\d{3}\\.\\d{3}\\.\\d{3}-\\d{2}", validator: stdnum.BR?.cpf },
  // Polish PESEL: date and check digit.
  { shape: "\\d{11}", validator: stdnum.PL?.pesel },
];

const compiled = nationalIds.map(({ shape, validator }) => ({
  validator,
  shape: new RegExp(`(?<![A-Za-z0-9]|\\d[.,])(?:${shape})(?![A-Za-z0-9]|[.,]\\d)`, "gi"),
}));

/** National ids of the countries above, by checksum or strict shape. */
export function findNationalIds(text: string): Span[] {
  return compiled.flatMap(({ shape, validator }) =>
    [...text.matchAll(shape)]
      .filter((match) => validator?.validate(match[0].toUpperCase()).isValid)
      .map((match) => ({ start: match.index, end: match.index + match[0].length })),
  );
}
