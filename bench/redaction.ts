// npm run bench:redaction: how long the detectors of personal data take for texts of 250,000 and 500,000 characters, beside one scan
// by a plain expression. The time must double with the text, whatever the text is made of.
import { createFinder, redact } from "../lib/privacy/redact";
import { detectors } from "../lib/privacy/schemas";

const LENGTH = 500_000;
const fill = (piece: string) => piece.repeat(Math.ceil(LENGTH / piece.length)).slice(0, LENGTH);

const texts = {
  prose: fill("The quick brown fox asked 4711 times about order 12-34. "),
  "one word": fill("a"),
  "one number": fill("1"),
  "e-mail addresses": fill("alice@example.com "),
  "card numbers": fill("4111 1111 1111 1111, "),
  "phone numbers": fill("+1 415 555 2671, "),
  "nearly phone numbers": fill("+1234567 "),
  "nearly cards": fill("4111 "),
  "nearly IBANs": fill("DE89 "),
  "nearly addresses": fill("1.2."),
};

const settings = {
  default: {
    detectors: detectors.filter((name) => name !== "national_id"),
    phone_region: null,
    patterns: [],
  },
  everything: {
    detectors: [...detectors],
    phone_region: "US",
    patterns: [{ name: "EMPLOYEE_ID", pattern: "E-\\d{5}" }],
  },
};

/** The best of three, in ms: what else the machine does only ever adds. */
function time(run: () => unknown): number {
  const once = () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  };
  return Math.min(once(), once(), once());
}

const rows = Object.entries(texts).flatMap(([name, text]) => {
  const plain = time(() => text.match(/\b[A-Za-z0-9._%+-]{1,64}@/g));
  return Object.entries(settings).map(([choice, chosen]) => {
    const find = createFinder(chosen);
    const half = time(() => redact(text.slice(0, LENGTH / 2), find(text.slice(0, LENGTH / 2))));
    const whole = time(() => redact(text, find(text)));
    return {
      text: name,
      settings: choice,
      "250,000 (ms)": Math.round(half),
      "500,000 (ms)": Math.round(whole),
      "times a plain scan": Math.round(whole / plain),
    };
  });
});
console.table(rows);
