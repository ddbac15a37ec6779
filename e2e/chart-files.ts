import { readFileSync } from "node:fs";
import type { APIRequestContext, Page } from "@playwright/test";
import { parseCsv } from "./csv";

/** The cells of a chart's CSV, as it is downloaded. */
export async function csvOf(page: Page, title: string): Promise<string[][]> {
  await page.getByRole("button", { name: `${title}: more` }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: "Download CSV" }).click(),
  ]);
  return parseCsv(readFileSync(await download.path(), "utf8"));
}

/** Rows of the API as the cells of a CSV with these columns. */
export const toCells = (rows: readonly object[], columns: readonly string[]): string[][] => [
  [...columns],
  ...rows.map((row) =>
    columns.map((name) => {
      const value = (row as Record<string, unknown>)[name];
      return value === null ? "" : String(value);
    }),
  ),
];

/** The rows of a list of the API. */
export const readRows = async (client: APIRequestContext, path: string, params: Record<string, string>) =>
  (await (await client.get(path, { params })).json()).data;
