import { expectNoSidewaysScroll, expectNoViolations } from "./accessibility";
import { expect, test } from "./fixtures";

const pageOf = (project: string) => `/settings/privacy?project=${project}`;

test("an admin sets how a project treats personal data, tries it first, and is not overwritten unasked", async ({
  page,
  project,
  sql,
  createMember,
  signIn,
}) => {
  await signIn(page, await createMember({ role: "admin", projects: [project] }), pageOf(project));
  const settings = page.getByRole("region", { name: "Settings" });
  const save = settings.getByRole("button", { name: "Save" });
  await expect(settings.getByText("Never set: these are the defaults.")).toBeVisible();
  await expect(save).toBeDisabled();
  await expect(settings.getByRole("checkbox", { name: /E-mail addresses/ })).toBeChecked();
  await expect(settings.getByRole("checkbox", { name: /National ids/ })).not.toBeChecked();

  // A form with faults is not sent; each stands at its field.
  await settings.getByRole("checkbox", { name: /IP addresses/ }).click();
  await settings.getByLabel("Phone numbers of country").fill("us");
  await settings.getByLabel("A conversation ends after idle minutes").fill("soon");
  await settings.getByRole("button", { name: "Add a pattern" }).click();
  await settings.getByLabel("Name of pattern 1").fill("employee_id");
  await settings.getByLabel("Pattern 1", { exact: true }).fill("(E-\\d{5}");
  await settings.getByRole("switch", { name: "Keep only listed keys of metadata" }).click();
  await settings.getByLabel("Allowed keys").fill("team\nshift");
  await save.click();
  await expect(settings.getByText("must be a whole number from 1 to 10,080 (a week)")).toBeVisible();
  await settings.getByLabel("A conversation ends after idle minutes").fill("45");
  await save.click();
  await expect(settings.getByText(/^is not a pattern of the RE2 syntax/)).toBeVisible();
  await settings.getByLabel("Pattern 1", { exact: true }).fill("E-\\d{5}");
  await expect(settings.getByText(/RE2 syntax:/)).toHaveCount(0);

  // Tried before it is saved.
  const trial = page.getByRole("region", { name: "Try it" });
  const stored = trial.getByRole("status", { name: "What is stored" });
  await expect(trial.getByText(/which are not saved yet/)).toBeVisible();
  await trial
    .getByLabel("Text")
    .fill("E-12345 wrote from 203.0.113.7 as ann@example.com, call (415) 555-2671");
  await trial.getByRole("button", { name: "Show what is stored" }).click();
  await expect(stored).toHaveText("[EMPLOYEE_ID] wrote from 203.0.113.7 as [EMAIL], call [PHONE]");
  await settings.getByRole("button", { name: "Refuse" }).click();
  await expect(stored).toHaveCount(0);
  await trial.getByRole("button", { name: "Show what is stored" }).click();
  await expect(stored).toHaveText(/^Refused, nothing is stored: it contains personal data/);
  expect(await sql`select from public.project_settings where project = ${project}`).toHaveLength(0);

  await settings.getByRole("button", { name: "One-way (HMAC)" }).click();
  await expect(settings.getByText(/^People who are stored already get a second id/)).toBeVisible();
  await save.click();
  await expect(page.getByText("Saved. It holds for what is sent from now on.")).toBeVisible();
  const read = async () => (await sql`select * from public.project_settings where project = ${project}`)[0];
  expect(await read()).toMatchObject({
    privacy_mode: "reject",
    detectors: ["email", "card", "iban", "phone"],
    phone_region: "US",
    patterns: [{ name: "EMPLOYEE_ID", pattern: "E-\\d{5}" }],
    metadata_keys: ["team", "shift"],
    user_ids: "hmac",
    idle_minutes: 45,
    version: 1,
  });
  await expect(settings.getByText(/^People who are stored already/)).toHaveCount(0);
  await expect(save).toBeDisabled();

  // Somebody else in between.
  await sql`update public.project_settings set idle_minutes = 7, version = 2 where project = ${project}`;
  await settings.getByRole("button", { name: "Remove pattern 1, EMPLOYEE_ID" }).click();
  await save.click();
  await expect(settings.getByText("Someone has changed these settings since you opened them.")).toBeVisible();
  expect(await read()).toMatchObject({ version: 2, patterns: [{ name: "EMPLOYEE_ID" }] });
  await settings.getByRole("button", { name: "Show theirs" }).click();
  await expect(settings.getByLabel("A conversation ends after idle minutes")).toHaveValue("7");
  await expect(settings.getByLabel("Name of pattern 1")).toHaveValue("EMPLOYEE_ID");
});

test("is for admins: others find no link and no form, and the API refuses them", async ({
  page,
  project,
  createMember,
  signIn,
  baseURL,
}) => {
  const headers = { origin: baseURL ?? "" };
  const api = `/v1/projects/${project}/settings`;
  await signIn(page, await createMember({ role: "product_owner", projects: [project] }), pageOf(project));
  await expect(page.getByText("Admins set how their projects treat personal data.")).toBeVisible();
  await expect(page.getByRole("region", { name: "Settings" })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Privacy" })).toHaveCount(0);
  expect((await page.request.get(api)).status()).toBe(403);
  const trial = await page.request.post(`${api}/test`, { data: { text: "ann@example.com" }, headers });
  expect(trial.status()).toBe(403);
});

test("admins find it by the keyboard and choose a project; one that is not theirs is said so", async ({
  page,
  project,
  createMember,
  signIn,
}) => {
  const projects = [project, `${project}-2`];
  await signIn(page, await createMember({ role: "admin", projects }), "/tuning/retention");
  await expect(page.getByRole("link", { name: "Privacy" })).toBeVisible();
  await page.keyboard.press("g");
  await page.keyboard.press("y");
  await expect(page).toHaveURL(/\/settings\/privacy$/);
  await page.getByRole("combobox", { name: "Project" }).click();
  await page.getByRole("option", { name: `${project}-2` }).click();
  await expect(page).toHaveURL(pageOf(`${project}-2`));
  await expect(page.getByText("Never set: these are the defaults.")).toBeVisible();
  // What is not saved is still there after a look at another project.
  await page.getByLabel("A conversation ends after idle minutes").fill("45");
  await page.getByRole("combobox", { name: "Project" }).click();
  await page.getByRole("option", { name: project, exact: true }).click();
  await expect(page.getByLabel("A conversation ends after idle minutes")).toHaveValue("30");
  await page.getByRole("combobox", { name: "Project" }).click();
  await page.getByRole("option", { name: `${project}-2 (not saved)` }).click();
  await expect(page.getByLabel("A conversation ends after idle minutes")).toHaveValue("45");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Saved. It holds for what is sent from now on.")).toBeVisible();
  await expect(page.getByRole("combobox", { name: "Project" })).toHaveText(`${project}-2`);
  await page.goto(pageOf(`${project}-other`));
  await expect(page.getByText("There is no such project of yours")).toBeVisible();
});

test("has no barriers; 390 px are enough", async ({ page, project, createMember, signIn }) => {
  await signIn(page, await createMember({ role: "admin", projects: [project] }), pageOf(project));
  await page.getByRole("button", { name: "Add a pattern" }).click();
  await page.getByRole("switch", { name: "Keep only listed keys of metadata" }).click();
  await page.getByRole("button", { name: "One-way (HMAC)" }).click();
  await page.getByLabel("Name of pattern 1").fill("lower case");
  await page.getByLabel("Text").fill("ann@example.com");
  await expectNoViolations(page);
  await page.screenshot({ path: "test-results/privacy-1440.png", fullPage: true });
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await expectNoViolations(page);
  await page.screenshot({ path: "test-results/privacy-390.png", fullPage: true });
});
