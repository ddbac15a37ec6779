import fc from "fast-check";
import { expect, test } from "vitest";
import { extractPlan } from "./extract-plan";

const plan = { task: "clean", operations: [{ type: "a", note: 'a } in "quotes" {' }] };
const text = JSON.stringify(plan, null, 2);

test.each([
  ["alone", text],
  ["in a fenced block", `Here it is:\n\`\`\`json\n${text}\n\`\`\`\nTell me { if } it fits.`],
  ["in an indented fenced block without a language", `  \`\`\`\n${text}\n  \`\`\``],
  ["after leading prose", `The user's {wish} is clear. Plan: ${text}`],
  ["before trailing text", `${text}\n\nThis cleans the data; use {} for no options.`],
  ["after a draft", `First: {"task":"summarize"}. No, better:\n${text}`],
  ["after a fenced draft", `\`\`\`json\n{"task":"x"}\n\`\`\`\nBetter:\n\`\`\`json\n${text}\n\`\`\``],
  ["after a brace that never closes", `{ so I think: ${text}`],
])("finds a plan %s", (_, said) => {
  expect(extractPlan(said)).toEqual(plan);
});

test("says that there is none", () => {
  for (const said of ["", "I cannot do that.", "{", '{"task": "cl', "```json\n{\n```", "{task: clean}"])
    expect(extractPlan(said), said).toBeUndefined();
});

test("other JSON is taken as it is, so that the check can say what is wrong with it", () => {
  expect(extractPlan("[1]")).toEqual([1]);
  expect(extractPlan('"clean"')).toBe("clean");
  expect(extractPlan("Nothing: {}")).toEqual({});
});

test("what cannot be stored is replaced, and depth has an end", () => {
  expect(extractPlan('{"a\\u0000":"\\ud800","n":1e999}')).toEqual({ "a\ufffd": "\ufffd", n: null });
  expect(extractPlan(`${"[".repeat(10_000)}${"]".repeat(10_000)}`)).toBeUndefined();
  const proto = extractPlan('{"__proto__":{"polluted":1}}') as object;
  expect(Object.getPrototypeOf(proto)).toBe(Object.prototype);
  expect(Object.keys(proto)).toEqual(["__proto__"]);
});

test("finds any object wherever it stands, and long texts of braces take no time to speak of", () => {
  const prose = fc.string().map((value) => value.replace(/[{}"`[\]\\]/g, ""));
  fc.assert(
    fc.property(
      prose,
      fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }),
      prose,
      (before, value, after) => {
        const json = JSON.parse(JSON.stringify(value).replaceAll("\\u0000", "")) as object;
        if (Object.keys(json).length === 0) return;
        expect(extractPlan(`Sure. ${before} ${JSON.stringify(json)} ${after}.`)).toEqual(json);
      },
    ),
  );
  for (const noise of ["{", '{"', "{}", '{"a":'])
    expect(() => extractPlan(`Sure. ${noise.repeat(200_000)}`)).not.toThrow();
});
