import { describe, expect, it } from "vitest";
import {
  addGuardrail,
  addVariant,
  describeVariant,
  emptyExperimentForm,
  readExperimentForm,
  readExperimentUpdate,
  shareOf,
  toExperimentForm,
} from "./prepare-experiment";
import { type Experiment, experiment } from "./schemas";

const stored: Experiment = experiment.parse({
  id: "6f2f0c62-3a5e-4a5c-9a58-0f6f3c1f2b11",
  project: "p",
  name: "e",
  description: null,
  status: "draft",
  metric: "success",
  variants: [
    {
      name: "control",
      weight: 1,
      is_control: true,
      strategy: null,
      strategy_version: null,
      prompt_version: null,
    },
    {
      name: "new",
      weight: 3,
      is_control: false,
      strategy: "few-shot",
      strategy_version: 2,
      prompt_version: "v3",
    },
  ],
  minimum_effect: 0.07,
  guardrails: [{ metric: "cost", max_increase: 0.15 }],
  stop_on_guardrail: true,
  started_at: null,
  stopped_at: null,
  stop_reason: null,
  promoted_variant: null,
  promoted_at: null,
  version: 1,
  created_by_label: null,
  created_at: "2026-03-01T00:00:00Z",
  updated_at: "2026-03-01T00:00:00Z",
});

describe("readExperimentForm", () => {
  it("reads back what toExperimentForm writes", () => {
    const form = toExperimentForm(stored, "copy");
    expect(form).toMatchObject({ minimum_effect: "7", guardrails: [{ max_increase: "15" }] });
    expect(readExperimentForm(form)).toEqual({
      value: {
        project: "p",
        name: "copy",
        description: null,
        metric: "success",
        minimum_effect: 0.07,
        stop_on_guardrail: true,
        guardrails: [{ metric: "cost", max_increase: 0.15 }],
        variants: [
          { name: "control", weight: 1, strategy: null, strategy_version: null, prompt_version: null },
          { name: "new", weight: 3, strategy: "few-shot", strategy_version: 2, prompt_version: "v3" },
        ],
      },
    });
    expect(readExperimentUpdate(form, 4)).toMatchObject({ value: { name: "copy", expected_version: 4 } });
    expect(readExperimentUpdate(form, 4)).toHaveProperty("value.variants.1", {
      name: "new",
      weight: 3,
      strategy: "few-shot",
      strategy_version: 2,
      prompt_version: "v3",
    });
  });

  it("names each field that is wrong, once", () => {
    const form = addVariant(addGuardrail(emptyExperimentForm("p")));
    const result = readExperimentForm({
      ...form,
      minimum_effect: "much",
      guardrails: form.guardrails.map((guardrail) => ({ ...guardrail, max_increase: "" })),
      variants: form.variants.map((variant, index) => ({ ...variant, weight: index === 1 ? "1.5" : "x" })),
    });
    const paths = "issues" in result ? result.issues.map(({ path }) => path) : [];
    expect(paths.sort()).toEqual([
      "guardrails.0.max_increase",
      "minimum_effect",
      "name",
      "variants.0.weight",
      "variants.1.weight",
      "variants.2.name",
      "variants.2.weight",
    ]);
  });

  it("reads percentages with a comma, and leaves out what is empty", () => {
    const form = {
      ...emptyExperimentForm("p"),
      name: " e ",
      minimum_effect: "2,5 %",
      stop_on_guardrail: true,
    };
    expect(readExperimentForm(form)).toMatchObject({
      // Without a guardrail there is nothing to stop on.
      value: { name: "e", minimum_effect: 0.025, description: null, stop_on_guardrail: false },
    });
  });
});

describe("describeVariant", () => {
  it("says the strategy with its version, and the prompt", () => {
    expect(stored.variants.map(describeVariant)).toEqual(["the project's default", "few-shot@2, prompt v3"]);
    expect(shareOf({ weight: 3 }, stored.variants)).toBe(0.75);
  });
});
