import { expectNoSidewaysScroll, expectNoViolations } from "./accessibility";
import { expect, test } from "./fixtures";

test("a strategy is copied from the built-in one, changed, compared, made the default and back", async ({
  page,
  project,
  createMember,
  signIn,
}) => {
  const owner = await createMember({ role: "product_owner", projects: [project] });
  await signIn(page, owner, "/learning/strategies");
  const main = page.getByRole("main");
  await expect(main.getByRole("region", { name: "The strategy as text" })).toContainText(
    "You are an experienced data analyst.",
  );
  await expectNoViolations(page);
  await main.getByRole("button", { name: "Copy and edit" }).click();
  await main.getByLabel("Name", { exact: true }).first().fill("Shop Analyst");
  await main.getByLabel("Tokens of Examples at most").fill("many");
  await main.getByRole("button", { name: "Save as @1" }).click();
  await expect(main.getByText("Examples: must be a number")).toBeVisible();
  await expect(main.getByText("must be of lower-case letters, digits and hyphens").first()).toBeVisible();
  await expectNoViolations(page);
  await main.getByLabel("Name", { exact: true }).first().fill("shop-analyst");
  await main.getByLabel("Tokens of Examples at most").fill("6000");
  await main.getByLabel("Output schema (JSON Schema 2020-12)").fill('{"type": "no such type"}');
  await main.getByRole("button", { name: "Save as @1" }).click();
  // What only the server can say stands at its field too.
  await expect(main.getByText(/^Not saved: output_schema/)).toBeVisible();
  await main.getByLabel("Output schema (JSON Schema 2020-12)").fill("");
  await main.getByRole("checkbox", { name: `Make it the default of ${project}` }).click();
  await main.getByRole("button", { name: "Save as @1" }).click();
  await expect(page.getByText("Saved as shop-analyst@1.")).toBeVisible();
  await expect(page).toHaveURL(/name=shop-analyst/);
  const list = main.getByRole("navigation", { name: "Strategies" });
  await expect(list.getByRole("button", { name: /shop-analyst/ })).toContainText("default @1");

  await main.getByRole("button", { name: "Edit", exact: true }).click();
  await main.getByLabel("System role").first().fill("You are the analyst of a small shop.");
  await main.getByLabel("What changed, for the others").fill("A role of its own");
  await main.getByRole("button", { name: "Save as @2" }).click();
  await main.getByRole("button", { name: "Changes" }).click();
  const changes = main.getByRole("region", { name: "What changed" });
  await expect(changes.locator("ins", { hasText: "shop" })).toBeVisible();
  await expect(changes.locator("del").first()).toBeVisible();
  await expect(main.getByText(/A role of its own$/)).toBeVisible();

  await main.getByRole("button", { name: "Make default" }).click();
  await expect(list.getByRole("button", { name: /shop-analyst/ })).toContainText("default @2");
  await page.getByRole("button", { name: "Undo" }).first().click();
  await expect(list.getByRole("button", { name: /shop-analyst/ })).toContainText("default @1");
  await expectNoViolations(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
});

test("reviewers read strategies and change nothing", async ({ page, project, createMember, signIn }) => {
  await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/learning/strategies");
  const main = page.getByRole("main");
  await expect(main.getByRole("region", { name: "The strategy as text" })).toBeVisible();
  for (const name of ["New strategy", "Copy and edit", "Make default"])
    await expect(main.getByRole("button", { name })).toHaveCount(0);
});
