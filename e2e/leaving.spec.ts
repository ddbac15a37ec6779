import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";

const question = (page: Page) => page.getByRole("alertdialog", { name: "Leave without saving?" });

/** Expects the question, stays, and finds the page as it was. */
async function expectAsked(page: Page, path: string): Promise<void> {
  await expect(question(page)).toBeVisible();
  await question(page).getByRole("button", { name: "Cancel" }).click();
  await expect(question(page)).toHaveCount(0);
  expect(new URL(page.url()).pathname).toBe(path);
}

test("what is typed into the knowledge base is not lost unasked, whichever way one leaves", async ({
  page,
  project,
  sql,
  createMember,
  signIn,
}) => {
  const path = "/learning/knowledge";
  const other = `${project}-other`;
  for (const name of [project, other]) await sql`insert into public.projects (project) values (${name})`;
  const person = await createMember({ role: "product_owner", projects: [project, other] });
  await signIn(page, person, `/learning/strategies?project=${project}`);
  await page.getByRole("link", { name: "Knowledge" }).click();
  const description = page.getByRole("region", { name: "Task clean" }).getByLabel("Description");
  await description.fill("Mend the data.");

  await page.getByRole("link", { name: "Examples" }).click();
  await expect(question(page)).toContainText(
    `The knowledge base of ${project}: there are changes that are not saved.`,
  );
  await expectAsked(page, path);

  await page.getByRole("heading", { name: "Knowledge", exact: true }).click();
  await page.keyboard.press("g");
  await page.keyboard.press("u");
  await expectAsked(page, path);

  await page.keyboard.press("Control+k");
  await page.getByPlaceholder("Where to, or what to do?").fill("Examples");
  await page.keyboard.press("Enter");
  await expectAsked(page, path);

  await page.getByRole("combobox", { name: "Project" }).click();
  await page.getByRole("option", { name: other, exact: true }).click();
  await expectAsked(page, path);
  await expect(page.getByRole("combobox", { name: "Project" })).toHaveText(project);

  await page.evaluate(() => history.back());
  await expectAsked(page, path);
  await expect(description).toHaveValue("Mend the data.");

  // Another part of the same knowledge base loses nothing.
  await page.getByRole("button", { name: /^Phrases/ }).click();
  await expect(page).toHaveURL(/part=phrases/);
  await page.getByRole("button", { name: /^Tasks/ }).click();
  await expect(description).toHaveValue("Mend the data.");

  await page.getByRole("combobox", { name: "Project" }).click();
  await page.getByRole("option", { name: other, exact: true }).click();
  await question(page).getByRole("button", { name: "Leave without saving" }).click();
  await expect(page.getByRole("combobox", { name: "Project" })).toHaveText(other);
  await description.fill("Mend it.");
  await page.evaluate(() => history.back());
  await question(page).getByRole("button", { name: "Leave without saving" }).click();
  await expect(page.getByRole("combobox", { name: "Project" })).toHaveText(project);
  await expect(description).not.toHaveValue("Mend the data.");

  await description.fill("Mend that.");
  await page.getByRole("link", { name: "Examples" }).click();
  await question(page).getByRole("button", { name: "Leave without saving" }).click();
  await page.waitForURL((url) => url.pathname === "/learning/examples");
  // Nothing is left that would ask.
  await page.getByRole("link", { name: "Strategies" }).click();
  await page.waitForURL((url) => url.pathname === "/learning/strategies");
  expect(
    await sql`select from public.knowledge_versions where project in (${project}, ${other})`,
  ).toHaveLength(0);
});

test("a strategy that is edited and settings that are changed ask before they go", async ({
  page,
  project,
  createMember,
  signIn,
}) => {
  await signIn(
    page,
    await createMember({ role: "admin", projects: [project] }),
    `/learning/strategies?project=${project}`,
  );
  await page.getByRole("button", { name: "New strategy" }).click();
  // Nothing is typed yet.
  await page.getByRole("link", { name: "Examples" }).click();
  await page.waitForURL((url) => url.pathname === "/learning/examples");
  await page.getByRole("link", { name: "Strategies" }).click();
  await page.getByRole("button", { name: "New strategy" }).click();
  await page.getByRole("textbox", { name: "Name", exact: true }).first().fill("careful");
  await page.getByRole("link", { name: "Examples" }).click();
  await expect(question(page)).toContainText("The new strategy: there are changes");
  await expectAsked(page, "/learning/strategies");
  await page
    .getByRole("navigation", { name: "Strategies" })
    .getByRole("button", { name: /^built-in/ })
    .click();
  await expectAsked(page, "/learning/strategies");
  await page.getByRole("link", { name: "Privacy" }).click();
  await question(page).getByRole("button", { name: "Leave without saving" }).click();
  await page.waitForURL((url) => url.pathname === "/settings/privacy");

  await page.getByRole("checkbox", { name: /IP addresses/ }).click();
  await page.getByRole("link", { name: "Retention" }).click();
  await expect(question(page)).toContainText(`The settings of ${project}: there are changes`);
  await expectAsked(page, "/settings/privacy");
  await page.getByRole("checkbox", { name: /IP addresses/ }).click();
  await page.getByRole("link", { name: "Retention" }).click();
  await page.waitForURL((url) => url.pathname === "/tuning/retention");

  // The policy is for admins of every project.
  await signIn(page, await createMember({ role: "admin" }), "/tuning/retention");
  await page.getByLabel("Archive sessions after days").fill("90");
  await page.getByRole("link", { name: "Privacy" }).click();
  await expectAsked(page, "/tuning/retention");
});
