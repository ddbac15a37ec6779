import { expect, test } from "./fixtures";
import { storeSession, storeTurn } from "./tuning-rows";

test("a review keeps what is typed until it is done, stores no personal data, and then shows what is stored", async ({
  page,
  project,
  sql,
  createMember,
  signIn,
}) => {
  const turnId = await storeTurn(sql, await storeSession(sql, { project }));
  const meg = await createMember({ role: "reviewer", projects: [project] });
  const typed = "Write to hr.desk@example.com, or call +1 415 555 2671.";
  const stored = "Write to [EMAIL], or call [PHONE].";
  await signIn(page, meg, `/tuning/review?turn=${turnId}`);
  await page.getByRole("button", { name: "Write a better answer" }).click();
  const better = page.getByRole("textbox", { name: "Better answer" });
  await better.fill(typed);
  await expect
    .poll(async () => {
      const [row] =
        await sql`select draft ->> 'better_response' as text from public.turn_reviews where turn_id = ${turnId}`;
      return row?.text;
    })
    .toBe(stored);
  await expect(better).toHaveValue(typed);
  await page.getByRole("button", { name: /^Done/ }).click();
  await expect
    .poll(async () => {
      const [row] =
        await sql`select state, better_response from public.turn_reviews where turn_id = ${turnId}`;
      return row;
    })
    .toEqual({ state: "done", better_response: stored });
  await page.goto(`/tuning/review?turn=${turnId}`);
  await expect(better).toHaveValue(stored);
});

test("a review that a project refuses says where the personal data is, and keeps what is typed", async ({
  page,
  project,
  sql,
  createMember,
  signIn,
}) => {
  await sql`insert into public.project_settings (project, privacy_mode) values (${project}, 'reject')`;
  const turnId = await storeTurn(sql, await storeSession(sql, { project }));
  const meg = await createMember({ role: "reviewer", projects: [project] });
  await signIn(page, meg, `/tuning/review?turn=${turnId}`);
  await page.getByRole("button", { name: "Write a better answer" }).click();
  const better = page.getByRole("textbox", { name: "Better answer" });
  await better.fill("Write to hr.desk@example.com.");
  await expect(page.getByText(/contains personal data \(EMAIL\)/).first()).toBeVisible();
  await expect(better).toHaveValue("Write to hr.desk@example.com.");
  await better.fill("Write to the desk.");
  await expect
    .poll(async () => {
      const [row] =
        await sql`select draft ->> 'better_response' as text from public.turn_reviews where turn_id = ${turnId}`;
      return row?.text;
    })
    .toBe("Write to the desk.");
});
