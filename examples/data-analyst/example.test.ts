import { expect, test } from "vitest";
import { starterKnowledge } from "../../lib/learning/knowledge/starter";
import { actionPlanSchema } from "../../lib/learning/plans/action-plan-schema";
import { validatePlan } from "../../lib/learning/plans/validate";
import { answer } from "./model-server";
import { makeRequests } from "./requests";
import { carryOut, columns } from "./table";

const requests = makeRequests(400);
const resultOf = (plan: Parameters<typeof carryOut>[0]) => JSON.stringify(carryOut(plan));
const ask = (prompt: string, system = "") =>
  answer([
    { role: "system", content: system },
    { role: "user", content: prompt },
  ]);

test("what is wanted is always a valid plan that can be carried out", () => {
  const rules = { schema: actionPlanSchema, knowledge: starterKnowledge, availableColumns: columns };
  for (const { wanted } of requests) {
    expect(validatePlan(wanted, rules)).toEqual([]);
    expect(carryOut(wanted)).toBeDefined();
  }
});

test("the model understands what people say in plain words", () => {
  for (const { prompt, correction, wanted } of requests) {
    const system = `<previous_errors>\n<error>The person says: ${correction}</error>\n</previous_errors>`;
    expect(resultOf(ask(prompt, system)), correction).toBe(resultOf(wanted));
  }
});

test("it does as an example that says nearly the same, with the columns of the request, and as no other", () => {
  const plan = {
    task: "sort",
    operations: [
      { type: "top", execution_instructions: { method: "pandas.nlargest", args: [5, "amount"], kwargs: {} } },
    ],
  };
  const system = `<examples>\n<example>\n<user>hall of fame for amount</user>\n<plan>${JSON.stringify(plan)}</plan>\n</example>\n</examples>`;
  expect(JSON.stringify(ask("hall of fame for rating", system))).toBe(
    JSON.stringify(plan).replace("amount", "rating"),
  );
  expect(ask("hall of fame for rating").task).toBe("formula");
  expect(ask("cream of the rating crop", system).task).toBe("formula");
});
