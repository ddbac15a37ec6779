import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import type { Sql } from "postgres";
import { expectNoSidewaysScroll, expectNoViolations } from "./accessibility";
import { expect, test } from "./fixtures";
import { storeNote, storeReview, storeSession, storeTurn } from "./tuning-rows";

const queueRow = (page: Page, name: string) =>
  page.getByRole("list", { name: "Queues" }).getByRole("listitem").filter({ hasText: name });
const more = async (page: Page, name: string, action: string) => {
  await page.getByRole("button", { name: `More about ${name}` }).click();
  await page.getByRole("menuitem", { name: action }).click();
};

/** Turns of one session with these similarities. */
async function storeTurns(sql: Sql, project: string, similarities: number[]): Promise<string[]> {
  const session = await storeSession(sql, { project, master_prompt_version: "v1" });
  const ids: string[] = [];
  for (const avg_similarity of similarities) ids.push(await storeTurn(sql, session, { avg_similarity }));
  return ids;
}

test.describe("queues", () => {
  test("a product owner makes one by its rules, changes it, closes it and deletes it", async ({
    page,
    project,
    sql,
    createMember,
    signIn,
  }) => {
    await storeTurns(sql, project, [0.5, 0.6, 0.9]);
    await signIn(page, await createMember({ role: "product_owner", projects: [project] }), "/tuning/queues");
    await expect(page.getByText("No queues yet")).toBeVisible();
    await page.getByRole("button", { name: "New queue" }).first().click();
    const dialog = page.getByRole("dialog", { name: "New queue" });
    await expect(dialog.getByLabel("Project")).toContainText(project);
    await dialog.getByRole("button", { name: "Create" }).click();
    await expect(dialog.getByText("must not be empty")).toBeVisible();
    await dialog.getByLabel("Name").fill("Weak retrieval");
    await dialog.getByLabel("Similarity below").fill("low");
    await dialog.getByRole("button", { name: "Create" }).click();
    await expect(dialog.getByText("must be a number, or empty for any")).toBeVisible();
    await dialog.getByLabel("Similarity below").fill("0.7");
    await dialog.getByRole("button", { name: "Two", exact: true }).click();
    await dialog.getByRole("switch", { name: "Blind" }).click();
    await dialog.getByLabel("Instructions", { exact: true }).fill("Look at **sources** first.");
    await dialog.getByRole("button", { name: "Preview" }).click();
    await expect(dialog.locator("strong", { hasText: "sources" })).toBeVisible();
    await dialog.getByRole("button", { name: "Create" }).click();
    await expect(page.getByText("“Weak retrieval” has 2 turns.")).toBeVisible();

    const row = queueRow(page, "Weak retrieval");
    await expect(row).toContainText("similarity below 0.7 · 2 reviewers · blind · oldest first");
    await expect(row).toContainText("0 of 2 done");
    await row.getByText("Instructions").click();
    await expect(row.locator("strong", { hasText: "sources" })).toBeVisible();
    const [stored] = await sql`select id, created_by from public.review_queues where project = ${project}`;
    await expect(row.getByRole("link", { name: "Review Weak retrieval" })).toHaveAttribute(
      "href",
      `/tuning/review?queue=${stored?.id}`,
    );

    await more(page, "Weak retrieval", "Edit");
    const edit = page.getByRole("dialog", { name: "Edit the queue" });
    await expect(edit.getByLabel("Similarity below")).toHaveValue("0.7");
    await edit.getByLabel("Similarity below").fill("0.55");
    await edit.getByRole("button", { name: "Save" }).click();
    await expect(row).toContainText("0 of 1 done");
    await storeTurns(sql, project, [0.1]);
    await page.reload();
    await expect(row).toContainText("0 of 2 done");

    await more(page, "Weak retrieval", "Close");
    await expect(row).toContainText("Closed");
    await expect(row.getByRole("link", { name: /^Review/ })).toHaveCount(0);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(row.getByRole("link", { name: /^Review/ })).toBeVisible();

    await more(page, "Weak retrieval", "Delete");
    await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
    await expect(page.getByText("No queues yet")).toBeVisible();
    expect(await sql`select from public.review_queues where project = ${project}`).toHaveLength(0);
  });

  test("progress follows what was reviewed", async ({ page, project, sql, createMember, signIn }) => {
    const turns = await storeTurns(sql, project, [0.5, 0.6]);
    const owner = await createMember({ role: "product_owner", projects: [project] });
    await sql`insert into public.review_queues ${sql({ id: randomUUID(), project, name: "All of them" })}`;
    await sql`select private.fill_review_queues(null, id) from public.review_queues where project = ${project}`;
    await signIn(page, owner, "/tuning/queues");
    const row = queueRow(page, "All of them");
    await expect(row).toContainText("0 of 2 done");
    await storeReview(sql, turns[0] ?? "", { project, reviewer_id: owner.userId });
    await sql`
      update public.review_queue_slots set state = 'done', reviewer_id = ${owner.userId}
      where turn_id = ${turns[0] ?? ""}`;
    await sql`
      update public.review_queue_slots
      set state = 'claimed', reviewer_id = ${randomUUID()}, claimed_until = now() + interval '5 minutes'
      where turn_id = ${turns[1] ?? ""}`;
    await page.reload();
    await expect(row).toContainText("1 of 2 done");
    await expect(row).toContainText("1 in progress");
    await expect(row).toContainText("1 by me");
  });

  test("a name that is taken is said at the field; who has changed it meanwhile is not overwritten unasked", async ({
    page,
    project,
    sql,
    createMember,
    signIn,
  }) => {
    await storeTurns(sql, project, [0.5]);
    const values = { project, similarity_below: 0.9 };
    await sql`insert into public.review_queues ${sql({ ...values, name: "First" })}`;
    await signIn(page, await createMember({ role: "admin", projects: [project] }), "/tuning/queues");
    await page.getByRole("button", { name: "New queue" }).click();
    const dialog = page.getByRole("dialog", { name: "New queue" });
    await dialog.getByLabel("Name").fill("First");
    await dialog.getByRole("button", { name: "Create" }).click();
    await expect(dialog.getByRole("alert").first()).toBeVisible();
    await page.keyboard.press("Escape");

    await more(page, "First", "Edit");
    const edit = page.getByRole("dialog", { name: "Edit the queue" });
    await edit.getByLabel("Similarity below").fill("0.2");
    await sql`update public.review_queues set similarity_below = 0.4 where project = ${project}`;
    await edit.getByRole("button", { name: "Save" }).click();
    await expect(edit.getByText("Someone has changed this queue")).toBeVisible();
    await edit.getByRole("button", { name: "Show theirs" }).click();
    await expect(edit.getByLabel("Similarity below")).toHaveValue("0.4");
    await edit.getByLabel("Similarity below").fill("0.3");
    await edit.getByRole("button", { name: "Save" }).click();
    await expect(queueRow(page, "First")).toContainText("similarity below 0.3");
  });

  test("reviewers read them only", async ({ page, project, sql, createMember, signIn, baseURL }) => {
    await storeTurns(sql, project, [0.5]);
    const id = randomUUID();
    await sql`insert into public.review_queues ${sql({ id, project, name: "To read" })}`;
    await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/tuning/queues");
    await expect(queueRow(page, "To read")).toBeVisible();
    await expect(page.getByRole("button", { name: "New queue" })).toHaveCount(0);
    await page.getByRole("button", { name: "More about To read" }).click();
    await expect(page.getByRole("menuitem")).toHaveText(["Agreement"]);
    const refused = await page.request.patch(`/v1/tuning/queues/${id}`, {
      data: { is_open: false },
      headers: { origin: baseURL ?? "" },
    });
    expect(refused.status()).toBe(403);
  });

  test("has no barriers, on a phone either", async ({ page, project, sql, createMember, signIn }) => {
    await storeTurns(sql, project, [0.5]);
    await sql`insert into public.review_queues ${sql({ project, name: "A queue with instructions", instructions: "- one\n- two", is_blind: true })}`;
    await signIn(page, await createMember({ role: "admin", projects: [project] }), "/tuning/queues");
    await queueRow(page, "A queue").getByText("Instructions", { exact: true }).click();
    await expectNoViolations(page);
    await page.setViewportSize({ width: 390, height: 844 });
    await expectNoSidewaysScroll(page);
    await page.getByRole("button", { name: "New queue" }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await expectNoSidewaysScroll(page);
    await expectNoViolations(page);
  });
});

test.describe("agreement", () => {
  /** Four turns that two people finished: the first notes tone on the first two, the second on the first and third. */
  async function storeReviewed(sql: Sql, project: string) {
    const turns = await storeTurns(sql, project, [0.1, 0.2, 0.3, 0.4]);
    const [first, second] = [randomUUID(), randomUUID()];
    const people = [
      { id: first, label: "first@example.com", at: "2026-03-02T10:00:00Z", noted: [0, 1] },
      { id: second, label: "second@example.com", at: "2026-03-03T10:00:00Z", noted: [0, 2] },
    ];
    for (const { id, label, at, noted } of people) {
      for (const [index, turn] of turns.entries()) {
        if (noted.includes(index))
          await storeNote(sql, turn, {
            category: "tone",
            author_kind: "member",
            author_id: id,
            author_label: label,
          });
        await storeReview(sql, turn, {
          project,
          reviewer_id: id,
          reviewer_label: label,
          done_at: new Date(at),
        });
      }
    }
    return { turns, second };
  }
  const grid = (page: Page, category: string) =>
    page
      .getByRole("region", { name: "Agreement per category" })
      .getByRole("listitem")
      .filter({ hasText: category });

  test("is counted per category, and follows what the reviewers say", async ({
    page,
    project,
    sql,
    createMember,
    signIn,
  }) => {
    const { turns, second } = await storeReviewed(sql, project);
    await signIn(
      page,
      await createMember({ role: "product_owner", projects: [project] }),
      "/tuning/agreement",
    );
    await expect(page.getByText("4 turns finished by two people · 2 on which they differ")).toBeVisible();
    // Observed 2/4, by chance 1/2: kappa 0.
    await expect(grid(page, "Tone")).toContainText("κ 0.00");
    await expect(grid(page, "Tone")).toContainText("50% alike · n 4");
    // Nobody notes structure: chance alone always agrees.
    await expect(grid(page, "Structure")).toContainText("κ –");

    await storeNote(sql, turns[1] ?? "", { category: "tone", author_kind: "member", author_id: second });
    await page.reload();
    // Observed 3/4, by chance 1/2: kappa 1/2.
    await expect(grid(page, "Tone")).toContainText("κ 0.50");
    await expect(page.getByText("1 on which they differ")).toBeVisible();
  });

  test("a cell shows its turns, and a product owner decides them", async ({
    page,
    project,
    sql,
    createMember,
    signIn,
  }) => {
    const { turns } = await storeReviewed(sql, project);
    const owner = await createMember({ role: "product_owner", projects: [project] });
    await signIn(page, owner, "/tuning/agreement");
    const list = page.getByRole("region", { name: "Turns on which they differ" }).getByRole("listitem");
    await expect(list).toHaveCount(2);
    await page.getByRole("button", { name: "Decided", exact: true }).click();
    await expect(page.getByText("Nothing decided yet")).toBeVisible();
    await page.getByRole("button", { name: "All", exact: true }).click();
    await expect(list).toHaveCount(2);
    await page.getByRole("button", { name: "Tone: 1 turns that only the first reviewer noted" }).click();
    await expect(list).toHaveCount(1);
    await expect(page).toHaveURL(/category=tone.*side=first/);
    await list.getByRole("button", { name: "Decide" }).click();
    const sheet = page.getByRole("dialog", { name: "Decide what holds" });
    await sheet.getByRole("checkbox", { name: "Tone" }).click();
    await sheet.getByRole("group", { name: "Empathy" }).getByRole("button", { name: "4" }).click();
    await sheet
      .getByRole("group", { name: "Policy citation" })
      .getByRole("button", { name: "No", exact: true })
      .click();
    await sheet.getByLabel("Why").fill("Curt, but that is all.");
    await sheet.getByRole("button", { name: "Save the decision" }).click();
    await expect(list).toContainText("Decided: Tone");
    await expect(list).toContainText("Curt, but that is all.");
    const [decided] = await sql`
      select categories, empathy_score, has_policy_citation, adjudicator_id
      from public.turn_adjudications where turn_id = ${turns[1] ?? ""}`;
    expect(decided).toMatchObject({
      categories: ["tone"],
      empathy_score: 4,
      has_policy_citation: false,
      adjudicator_id: owner.userId,
    });
    const [turn] = await sql`
      select empathy_score from public.tuning_conversation_turns where id = ${turns[1] ?? ""}`;
    expect(turn?.empathy_score).toBe(4);
    await page.getByRole("button", { name: /show every category/ }).click();
    await page.getByRole("button", { name: "Open", exact: true }).click();
    await expect(list).toHaveCount(1);
    await expect(page).toHaveURL("/tuning/agreement?is_adjudicated=false");
    await expectNoViolations(page);
    await page.setViewportSize({ width: 390, height: 844 });
    await expectNoSidewaysScroll(page);
  });

  test("a long list grows page by page", async ({ page, project, sql, createMember, signIn }) => {
    const turns = await storeTurns(
      sql,
      project,
      Array.from({ length: 51 }, () => 0.1),
    );
    const [first, second] = [randomUUID(), randomUUID()];
    for (const turn of turns) {
      await storeNote(sql, turn, { category: "tone", author_kind: "member", author_id: first });
      for (const reviewer_id of [first, second]) await storeReview(sql, turn, { project, reviewer_id });
    }
    await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/tuning/agreement");
    const section = page.getByRole("region", { name: "Turns on which they differ" });
    await expect(section.getByRole("listitem")).toHaveCount(50);
    await expect(section.getByRole("heading")).toHaveText("Where they differ · the newest 50");
    await section.getByRole("button", { name: "Load more" }).click();
    await expect(section.getByRole("listitem")).toHaveCount(51);
    await expect(section.getByRole("heading")).toHaveText("Where they differ · 51");
    await expect(section.getByRole("button", { name: "Load more" })).toHaveCount(0);
  });

  test("reviewers see it and decide nothing", async ({
    page,
    project,
    sql,
    createMember,
    signIn,
    baseURL,
  }) => {
    const { turns } = await storeReviewed(sql, project);
    await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/tuning/agreement");
    await expect(grid(page, "Tone")).toContainText("κ 0.00");
    await expect(page.getByRole("link", { name: "Open the turn" })).toHaveCount(2);
    await expect(page.getByRole("button", { name: /^Decide$/ })).toHaveCount(0);
    const refused = await page.request.put(`/v1/tuning/turns/${turns[1]}/adjudication`, {
      data: {
        categories: [],
        professionalism_score: null,
        empathy_score: null,
        clarity_score: null,
        has_policy_citation: null,
        appropriate_action_suggested: null,
        structure_complete: null,
        note: null,
      },
      headers: { origin: baseURL ?? "" },
    });
    expect(refused.status()).toBe(403);
  });

  test("without a turn that two people reviewed says how to get one", async ({
    page,
    project,
    createMember,
    signIn,
  }) => {
    await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/tuning/agreement");
    await expect(page.getByText("No turn was reviewed by two people yet")).toBeVisible();
  });
});
