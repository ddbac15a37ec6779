import { describe, expect, test } from "vitest";
import { prepareKnowledgeDiff } from "./prepare-diff";
import { isSameKnowledge, readImport, toDocument, toKnowledgeForm } from "./prepare-form";
import { starterKnowledge } from "./starter";

const form = toKnowledgeForm(starterKnowledge);
const first = form.tasks[0];

describe("the form", () => {
  test("of a document is the document", () => {
    expect(toDocument(form)).toEqual({ document: starterKnowledge });
    expect(isSameKnowledge(form, toKnowledgeForm(starterKnowledge))).toBe(true);
  });

  test("names the fields that are wrong, and a plan that is no JSON is a change", () => {
    if (!first) throw new Error("no task");
    const [example, ...others] = first.examples;
    if (!example) throw new Error("no example");
    const broken = {
      ...form,
      tasks: [
        { ...first, name: " ", examples: [{ ...example, plan: "{oops" }, ...others] },
        ...form.tasks.slice(1),
      ],
    };
    const result = toDocument(broken);
    const paths = "issues" in result ? result.issues.map(({ path }) => path) : [];
    expect(paths).toContain("tasks.0.name");
    expect(paths).toContain("tasks.0.examples.0.action_plan");
    expect(isSameKnowledge(form, broken)).toBe(false);
    const list = {
      ...form,
      tasks: [{ ...first, examples: [{ ...example, plan: "[]" }, ...others] }, ...form.tasks.slice(1)],
    };
    expect(toDocument(list)).toEqual({
      issues: [{ path: "tasks.0.examples.0.action_plan", message: "must be a JSON object: { … }" }],
    });
  });

  test("a word of a formula may hold a comma", () => {
    const formulas = [{ category: "own", name: "of", keywords: ["first, second", "a\\b", "third"] }];
    const document = { ...starterKnowledge, formulas };
    expect(toDocument(toKnowledgeForm(document))).toEqual({ document });
  });

  test("blank lines and spaces are no change", () => {
    if (!first) throw new Error("no task");
    const spaced = {
      ...form,
      tasks: [{ ...first, keywords: `\n${first.keywords}\n \n` }, ...form.tasks.slice(1)],
    };
    expect(isSameKnowledge(form, spaced)).toBe(true);
  });

  test("an import is a document, a whole answer, or says what is wrong", () => {
    expect(readImport(JSON.stringify(starterKnowledge))).toEqual({ document: starterKnowledge });
    expect(readImport(JSON.stringify({ version: 3, document: starterKnowledge }))).toEqual({
      document: starterKnowledge,
    });
    expect(readImport("oops")).toEqual({ issues: [{ path: "", message: "is not a JSON file" }] });
    expect(readImport(JSON.stringify({ ...starterKnowledge, tasks: [] }))).toMatchObject({
      issues: expect.arrayContaining([
        { path: "patterns.0.correct_task", message: "is not a task of the knowledge base" },
      ]),
    });
    // In the words of the API.
    expect(readImport(JSON.stringify({ tasks: [{ name: "sort" }], foo: 1 }))).toEqual({
      issues: expect.arrayContaining([
        { path: "tasks.0.keywords", message: "is missing" },
        { path: "foo", message: "unknown field or parameter" },
      ]),
    });
  });
});

describe("the difference", () => {
  test("of the same is none, and order is none", () => {
    expect(prepareKnowledgeDiff(starterKnowledge, starterKnowledge)).toEqual([]);
    expect(
      prepareKnowledgeDiff(starterKnowledge, {
        ...starterKnowledge,
        tasks: starterKnowledge.tasks.toReversed(),
      }),
    ).toEqual([]);
  });

  test("the order of a plan's keys, which the database does not keep, is none", () => {
    const reverse = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(reverse)
        : typeof value === "object" && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .toReversed()
                .map(([key, inner]) => [key, reverse(inner)]),
            )
          : value;
    const stored = reverse(starterKnowledge) as typeof starterKnowledge;
    expect(prepareKnowledgeDiff(starterKnowledge, stored)).toEqual([]);
    expect(toKnowledgeForm(stored).tasks[0]?.examples[0]?.plan).toMatch(/^\{\n {2}"task": "clean"/);
  });

  test("says what was added, changed and removed, and which fields", () => {
    const [clean, summarize, ...rest] = starterKnowledge.tasks;
    if (!clean || !summarize) throw new Error("no task");
    const after = {
      tasks: [{ ...clean, keywords: ["scrub"], examples: clean.examples.slice(1) }, summarize, ...rest],
      patterns: starterKnowledge.patterns,
      formulas: [...starterKnowledge.formulas, { category: "own", name: "margin", keywords: ["margin"] }],
    };
    expect(prepareKnowledgeDiff(starterKnowledge, after)).toMatchObject([
      { kind: "changed", title: "Task clean", fields: [{ name: "Keywords", after: "scrub" }] },
      {
        kind: "added",
        title: "Formula margin (own)",
        fields: [{ name: "Keywords", before: "", after: "margin" }],
      },
      { kind: "removed", title: "Example of clean: remove duplicates and create dashboard" },
    ]);
  });
});
