import { expect, test } from "./fixtures";

test("a view is saved, opened from another page, deleted, and undone", async ({
  page,
  createMember,
  signIn,
  project,
}) => {
  await signIn(
    page,
    await createMember({ role: "reviewer", projects: [project] }),
    "/feedback/accuracy?days=90",
  );
  const open = () => page.getByRole("button", { name: "Saved views" }).click();
  await open();
  await expect(page.getByText("Nothing saved yet")).toBeVisible();
  await page.getByLabel("Save this view").fill("A quarter");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("link", { name: "A quarter" })).toBeVisible();
  await page.getByLabel("Save this view").fill("A quarter");
  await page.keyboard.press("Enter");
  await expect(page.getByText("You have a view of that name already.")).toBeVisible();

  await page.goto("/feedback?days=7");
  await open();
  await page.getByRole("link", { name: "A quarter" }).click();
  await expect(page).toHaveURL(/\/feedback\/accuracy\?days=90$/);

  await open();
  await page.getByRole("button", { name: "Delete the view A quarter" }).click();
  await expect(page.getByRole("link", { name: "A quarter" })).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await open();
  await expect(page.getByRole("link", { name: "A quarter" })).toHaveAttribute(
    "href",
    "/feedback/accuracy?days=90",
  );
});
