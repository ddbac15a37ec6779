/** The tasks of the action-plan schema, and of the knowledge base that the product ships. */
export const planTasks = [
  "clean",
  "summarize",
  "filter",
  "group_by",
  "formula",
  "sort",
  "transform",
] as const;

/** What a plan is checked against, and the model is told to answer, where a strategy brings no schema of its own. */
export const actionPlanSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  type: "object",
  required: ["task"],
  properties: {
    task: { type: "string", enum: [...planTasks] },
    operations: {
      type: "array",
      items: {
        type: "object",
        required: ["type", "execution_instructions"],
        properties: {
          type: { type: "string" },
          description: { type: "string" },
          params: { type: "object" },
          execution_instructions: {
            type: "object",
            required: ["method"],
            properties: {
              method: { type: "string" },
              args: { type: "array" },
              kwargs: { type: "object" },
            },
          },
        },
      },
    },
    chart_type: { type: "string", enum: ["bar", "line", "pie", "histogram", "scatter", "none"] },
  },
};
