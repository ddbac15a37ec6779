import type { BrowserContext, Cookie, Page } from "@playwright/test";
import { expectNoSidewaysScroll, expectNoViolations } from "./accessibility";
import { expect, test } from "./fixtures";
import { createSessionCookie } from "./session-cookies";

const submit = (page: Page) => page.getByRole("button", { name: "Sign in", exact: true });

async function fillSignIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await submit(page).click();
}

/** Tokens in links are good for one use, so they are opened once and by one test. */
function linkOf(mail: { link: string | null }): URL {
  const link = URL.parse(mail.link ?? "");
  if (!link) throw new Error("The e-mail holds no link.");
  return link;
}

/** Makes the session look as it does an hour later, when its access must be renewed. Returns the cookie as it is then. */
async function expireAccess(context: BrowserContext): Promise<Cookie> {
  const cookies = (await context.cookies()).filter(({ name }) => name.startsWith("retune-"));
  const [cookie] = cookies;
  if (!cookie || cookies.length > 1) throw new Error(`There are ${cookies.length} session cookies, not one.`);
  const session = JSON.parse(Buffer.from(cookie.value.replace("base64-", ""), "base64url").toString());
  session.expires_at = Math.floor(Date.now() / 1000) - 10;
  const expired = {
    ...cookie,
    value: `base64-${Buffer.from(JSON.stringify(session)).toString("base64url")}`,
  };
  await context.addCookies([expired]);
  return expired;
}

test.describe("password", () => {
  test("signs in, and leads back to the page that was asked for", async ({ page, createMember }) => {
    const person = await createMember({ role: "reviewer" });
    await page.goto("/feedback?days=7&model=a%2Cb");
    await expect(page).toHaveURL("/login?next=%2Ffeedback%3Fdays%3D7%26model%3Da%252Cb");
    await expect(page).toHaveTitle("Sign in · Retune");
    await fillSignIn(page, person.email.toUpperCase(), person.password);
    await page.waitForURL((url) => url.pathname === "/feedback");
    expect(new URL(page.url()).searchParams.get("model")).toBe("a,b");
  });

  test("keeps the session in cookies that no script can read", async ({
    page,
    context,
    createMember,
    signInByForm,
  }) => {
    await signInByForm(page, await createMember({ role: "reviewer" }));
    const cookies = (await context.cookies()).filter(({ name }) => name.startsWith("retune-"));
    expect(cookies.length).toBeGreaterThan(0);
    for (const cookie of cookies) {
      expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax", secure: false, path: "/" });
    }
    const seen = await page.evaluate(() => [
      document.cookie,
      ...Object.values({ ...localStorage, ...sessionStorage }),
    ]);
    expect(seen.join("\n")).not.toMatch(/retune-|access_token|refresh_token/);
  });

  test("says the same for a wrong password and an unknown address", async ({ page, createMember }) => {
    const person = await createMember({ role: "reviewer" });
    for (const email of [person.email, `nobody-${person.email}`]) {
      await page.goto("/login");
      await fillSignIn(page, email, "not-the-password");
      await expect(page.getByRole("alert").filter({ hasText: "wrong" })).toHaveText(
        "The e-mail address or the password is wrong.",
      );
      await expect(page.getByLabel("E-mail")).toHaveValue(email);
      await expect(page.getByLabel("Password")).toBeFocused();
    }
  });

  test("works with the keyboard alone", async ({ page, createMember }) => {
    const person = await createMember({ role: "reviewer" });
    await page.goto("/login");
    await expect(page.getByLabel("E-mail")).toBeFocused();
    await page.keyboard.type(person.email);
    await page.keyboard.press("Tab");
    await page.keyboard.type(person.password);
    for (const name of ["Sign in", "E-mail me a sign-in link"]) {
      await page.keyboard.press("Tab");
      await expect(page.getByRole("button", { name, exact: true })).toBeFocused();
    }
    await page.keyboard.press("Tab");
    await expect(page.getByRole("link", { name: "Forgot your password?" })).toBeFocused();
    await page.getByLabel("Password").focus();
    await page.keyboard.press("Enter");
    // Nobody asked for a page: a reviewer's work is on this one.
    await page.waitForURL((url) => url.pathname === "/tuning/review");
  });

  test("works without JavaScript", async ({ browser, baseURL, createMember }) => {
    const person = await createMember({ role: "reviewer" });
    const page = await browser.newPage({ baseURL, javaScriptEnabled: false });
    await page.goto("/login?next=%2Ffeedback");
    await page.locator("input[name=email]").fill(person.email);
    await page.locator("input[name=password]").fill("not-the-password");
    await submit(page).click();
    await expect(page.getByText("The e-mail address or the password is wrong.")).toBeVisible();
    await page.locator("input[name=email]").fill(person.email);
    await page.locator("input[name=password]").fill(person.password);
    await submit(page).click();
    await expect(page).toHaveURL(/\/feedback/);
    await page.close();
  });
});

test("signs out, and the next person sees nothing of the last one", async ({
  page,
  context,
  createMember,
  createKey,
  api,
  project,
  signInByForm,
}) => {
  const own = await createMember({ role: "product_owner", projects: [project] });
  const other = await createMember({ role: "product_owner", projects: [`${project}-other`] });
  const model = `model-of-${project}`;
  const key = await createKey({ scopes: ["ingest"], project });
  await (await api(key)).post("/v1/feedback", { data: { query: "q", response: "r", model, rating: 1 } });

  await signInByForm(page, own);
  await expect(page.getByText(model).first()).toBeVisible();
  await page.getByRole("button", { name: `Account: ${own.email}` }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.waitForURL((url) => url.pathname === "/login");
  expect((await context.cookies()).filter(({ name }) => name.startsWith("retune-"))).toEqual([]);

  // The same document, so whatever it remembered would still be there.
  await page.getByLabel("E-mail").fill(other.email);
  const shown: string[] = [];
  await page.exposeFunction("noteText", (text: string) => shown.push(text));
  await page.evaluate(() => {
    const note = (window as unknown as { noteText: (text: string) => void }).noteText;
    new MutationObserver(() => note(document.body.textContent)).observe(document.body, {
      childList: true,
      subtree: true,
      characterData: true,
    });
  });
  await page.getByLabel("Password").fill(other.password);
  await submit(page).click();
  await page.waitForURL((url) => url.pathname === "/");
  await expect(page.getByRole("button", { name: `Account: ${other.email}` })).toBeVisible();
  expect(shown.length).toBeGreaterThan(0);
  expect(shown.filter((text) => text.includes(model))).toEqual([]);

  await page.getByRole("button", { name: `Account: ${other.email}` }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.waitForURL((url) => url.pathname === "/login");
  await page.goBack();
  await page.goto("/");
  await expect(page).toHaveURL("/login");
});

test.describe("magic link", () => {
  test("signs in once, and leads to the page that was asked for", async ({
    page,
    context,
    baseURL,
    createMember,
    readMail,
  }) => {
    const person = await createMember({ role: "product_owner" });
    await page.goto("/login?next=%2Ffeedback%3Fdays%3D90");
    await page.getByLabel("E-mail").fill(person.email);
    await page.getByRole("button", { name: "E-mail me a sign-in link" }).click();
    await expect(page.getByRole("status").filter({ hasText: "on its way" })).toContainText(person.email);
    const link = linkOf(await readMail(person.email));
    expect(link.origin).toBe(baseURL);

    // A scanner that looks at the link does not use it up.
    expect((await page.request.head(link.href)).status()).toBe(200);
    await page.goto(link.href);
    await expect(page).toHaveURL(/\/feedback\?days=90/);
    await expect(page.getByRole("button", { name: `Account: ${person.email}` })).toBeVisible();

    await context.clearCookies();
    await page.goto(link.href);
    await expect(page).toHaveURL("/login?error=link");
    await expect(page.getByRole("alert").filter({ hasText: "link" })).toHaveText(
      "This link has expired or was used already. Ask for a new one.",
    );
  });

  test("says the same for an unknown address, to which nothing is sent", async ({
    page,
    createMember,
    readMail,
    sql,
  }) => {
    const person = await createMember({ role: "reviewer" });
    const unknown = `nobody-${person.email}`;
    const answers: string[] = [];
    for (const email of [unknown, person.email]) {
      await page.goto("/login");
      await page.getByLabel("E-mail").fill(email);
      await page.getByRole("button", { name: "E-mail me a sign-in link" }).click();
      const answer = page.getByRole("status").filter({ hasText: "on its way" });
      answers.push(((await answer.textContent()) ?? "").replace(email, "…"));
    }
    expect(answers[0]).toBe(answers[1]);
    expect((await readMail(person.email)).link).toContain("token_hash=");
    const [row] = await sql`select count(*)::int as accounts from auth.users where email = ${unknown}`;
    expect(row?.accounts).toBe(0);

    await page.getByRole("link", { name: "Back to sign-in" }).click();
    await expect(submit(page)).toBeVisible();
  });

  test("marks its cookies Secure when the site is reached over https", async ({
    page,
    api,
    createMember,
    readMail,
  }) => {
    const person = await createMember({ role: "reviewer" });
    await page.goto("/login");
    await page.getByLabel("E-mail").fill(person.email);
    await page.getByRole("button", { name: "E-mail me a sign-in link" }).click();
    const link = linkOf(await readMail(person.email));
    const response = await (await api()).get(link.href, {
      headers: { "x-forwarded-proto": "https" },
      maxRedirects: 0,
    });
    expect(response.status()).toBe(303);
    expect(response.headers().location).toBe("/tuning/review");
    expect(response.headers()["referrer-policy"]).toBe("no-referrer");
    const cookies = response.headersArray().filter(({ name }) => name.toLowerCase() === "set-cookie");
    expect(cookies.length).toBeGreaterThan(0);
    for (const { value } of cookies) {
      expect(value).toMatch(/; Secure/i);
      expect(value).toMatch(/; HttpOnly/i);
      expect(value).toMatch(/; SameSite=lax/i);
    }
  });
});

test("a forgotten password is replaced through a link, and other devices are signed out", async ({
  page,
  browser,
  baseURL,
  createMember,
  readMail,
  signIn,
}) => {
  const person = await createMember({ role: "reviewer" });
  const other = await browser.newPage({ baseURL });
  await signIn(other, person);

  await page.goto("/login");
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await expect(page).toHaveURL("/login/reset");
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByRole("status").filter({ hasText: "on its way" })).toContainText(person.email);
  await page.goto(linkOf(await readMail(person.email)).href);
  await expect(page).toHaveURL("/new-password");

  const setPassword = async (first: string, second: string) => {
    await page.getByLabel("New password").fill(first);
    await page.getByLabel("Repeat it").fill(second);
    await page.getByRole("button", { name: "Set the password" }).click();
  };
  const renewed = `${person.password}-new`;
  await setPassword(renewed, `${renewed}x`);
  await expect(page.getByText("The two passwords are not the same.")).toBeVisible();
  await setPassword("é".repeat(40), "é".repeat(40));
  await expect(page.getByText("Use at most 72 characters.")).toBeVisible();
  await setPassword(renewed, renewed);
  await page.waitForURL((url) => url.pathname === "/");

  await expireAccess(other.context());
  await other.goto("/");
  await expect(other).toHaveURL("/login");
  await fillSignIn(other, person.email, person.password);
  await expect(other.getByText("The e-mail address or the password is wrong.")).toBeVisible();
  await fillSignIn(other, person.email, renewed);
  await other.waitForURL((url) => url.pathname === "/tuning/review");
  await other.close();
});

test("a bad link, and a page for a new password without one, lead to the sign-in page", async ({ page }) => {
  for (const path of [
    "/auth/confirm",
    "/auth/confirm?token_hash=nonsense&type=magiclink",
    "/auth/confirm?token_hash=nonsense&type=other",
    "/auth/confirm?code=nonsense",
    "/auth/confirm?error=access_denied&error_code=otp_expired",
    "/new-password",
  ]) {
    await page.goto(path);
    await expect(page, path).toHaveURL(path === "/new-password" ? /^[^?]*\/login/ : /\/login\?error=link$/);
  }
});

test("a stranger sees only whom to ask", async ({ page, createStranger, signInByForm, sql }) => {
  const stranger = await createStranger();
  await signInByForm(page, stranger);
  await expect(page.getByRole("heading", { name: "Ask an admin" })).toBeVisible();
  await expect(page.getByRole("main")).toContainText(stranger.email);
  for (const path of ["/", "/feedback", "/login"]) {
    await page.goto(path);
    await expect(page, path).toHaveURL("/no-access");
  }
  for (const path of ["/v1/me", "/v1/feedback", "/v1/projects"]) {
    expect((await page.request.get(path)).status(), path).toBe(403);
  }

  // Made a member, a reload is all that it takes; and the other way round.
  await sql`insert into public.members (user_id, email, role) values (${stranger.userId}, ${stranger.email}, 'reviewer')`;
  await page.reload();
  await expect(page).toHaveURL("/");
  await sql`delete from public.members where user_id = ${stranger.userId}`;
  await page.reload();
  await expect(page).toHaveURL("/no-access");

  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/login");
});

test("a link works in another browser than the one that asked for it", async ({
  page,
  browser,
  baseURL,
  createMember,
  readMail,
}) => {
  const person = await createMember({ role: "reviewer" });
  await page.goto("/login");
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByRole("button", { name: "E-mail me a sign-in link" }).click();
  const link = linkOf(await readMail(person.email));
  link.searchParams.set("redirect_to", `${baseURL}/auth/confirm?next=%2Ffeedback%3Fdays%3D7`);
  const other = await browser.newPage({ baseURL });
  await other.goto(link.href);
  await expect(other).toHaveURL(/\/feedback\?days=7/);
  await expect(other.getByRole("button", { name: `Account: ${person.email}` })).toBeVisible();
  await other.close();
});

test.describe("redirects", () => {
  const hostile = [
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/%2f/evil.example",
    "/..//evil.example",
    "https://evil.example",
    "https:evil.example",
    "javascript:alert(1)",
  ];

  test("never lead to another site, for people who are signed in already", async ({
    api,
    createMember,
    baseURL,
  }) => {
    const headers = { cookie: await createSessionCookie(await createMember({ role: "product_owner" })) };
    const client = await api();
    for (const next of hostile) {
      const response = await client.get(`/login?next=${encodeURIComponent(next)}`, {
        headers,
        maxRedirects: 0,
      });
      expect(response.status(), next).toBe(307);
      expect(new URL(response.headers().location ?? "", baseURL).href, next).toBe(`${baseURL}/`);
    }
    const good = await client.get("/login?next=%2Ffeedback%3Fdays%3D7", { headers, maxRedirects: 0 });
    expect(good.headers().location).toBe("/feedback?days=7");
  });

  test("never lead to another site after signing in", async ({ page, context, baseURL, createMember }) => {
    const person = await createMember({ role: "product_owner" });
    for (const next of ["//evil.example", "/\\evil.example", "https://evil.example"]) {
      await context.clearCookies();
      await page.goto(`/login?next=${encodeURIComponent(next)}`);
      await fillSignIn(page, person.email, person.password);
      await page.waitForURL(`${baseURL}/`);
    }
  });

  test("never lead to another site from a link", async ({ page, api, createMember, readMail }) => {
    const person = await createMember({ role: "product_owner" });
    await page.goto("/login");
    await page.getByLabel("E-mail").fill(person.email);
    await page.getByRole("button", { name: "E-mail me a sign-in link" }).click();
    const link = linkOf(await readMail(person.email));
    link.searchParams.set("redirect_to", "https://evil.example/");
    const response = await (await api()).get(link.href, { maxRedirects: 0 });
    expect(response.headers().location).toBe("/");
  });
});

test("an expired session is renewed once, also for requests that come together", async ({
  page,
  context,
  createMember,
  signIn,
}) => {
  await signIn(page, await createMember({ role: "reviewer" }));
  const cookie = await expireAccess(context);

  const statuses = await page.evaluate(() =>
    Promise.all(
      ["/v1/me", "/v1/projects", "/v1/me", "/v1/feedback"].map((path) =>
        fetch(path).then(({ status }) => status),
      ),
    ),
  );
  expect(statuses).toEqual([200, 200, 200, 200]);
  await context.addCookies([cookie]);
  await page.goto("/");
  await expect(page).toHaveURL("/");
  const renewed = (await context.cookies()).find(({ name }) => name === cookie.name);
  expect(renewed?.value).not.toBe(cookie.value);
  expect(renewed).toMatchObject({ httpOnly: true, sameSite: "Lax" });
});

test("demo people are not offered where there is no demo data", async ({ page }) => {
  await page.goto("/login");
  await expect(submit(page)).toBeVisible();
  await expect(page.getByText("demo")).toHaveCount(0);
  await expect(page.getByText("meg@example.com")).toHaveCount(0);
});

test("has no accessibility violation", async ({ page, createStranger, signIn }) => {
  // axe reads twenty pages.
  test.slow();
  const check = async () => {
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 844 });
      await expectNoViolations(page);
      await expectNoSidewaysScroll(page);
    }
  };
  await page.goto("/login?error=link");
  await expect(page.getByRole("alert").filter({ hasText: "expired" })).toBeVisible();
  await check();
  await page.goto("/login/reset");
  await check();
  await page.getByLabel("E-mail").fill("someone@example.com");
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByRole("status").filter({ hasText: "on its way" })).toBeVisible();
  await check();
  await signIn(page, await createStranger());
  await check();
  await page.goto("/new-password");
  await check();
});
