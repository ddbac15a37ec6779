import { expectNoViolations } from "./accessibility";
import { expect, test } from "./fixtures";

test("the API reference shows every area, from our origin alone", async ({ page, baseURL }) => {
  const foreign: string[] = [];
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== baseURL && protocol.startsWith("http")) foreign.push(request.url());
  });
  await page.goto("/docs");
  await expect(page.getByText("/v1/feedback/accuracy", { exact: true })).toBeVisible();
  await page.getByText("/v1/feedback/accuracy", { exact: true }).click();
  await expect(page.getByText("Wilson 95%").first()).toBeVisible();
  expect(foreign).toEqual([]);
});

test("axe finds no violation on the API reference", async ({ page }) => {
  // axe reads the whole reference twice.
  test.slow();
  await page.goto("/docs");
  await expect(page.getByText("/v1/feedback/accuracy", { exact: true })).toBeVisible();
  await expectNoViolations(page);
});
