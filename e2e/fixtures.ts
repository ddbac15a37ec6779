import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { type APIRequestContext, test as base, expect, type Page } from "@playwright/test";
import postgres, { type Sql } from "postgres";
import { apiKeyPrefix, generateApiKey, hashApiKey, type Scope } from "@/lib/auth/api-keys";
import type { Role } from "@/lib/members/schemas";
import type { Person } from "./person";
import { createSessionCookies } from "./session-cookies";

export { expect };

/** An e-mail that the local stack would have sent. */
export type Mail = { at: string; to: string; subject: string; link: string | null; code: string | null };

type KeyOptions = {
  scopes: Scope[];
  /** Limits the key to this project; every project when absent. */
  project?: string;
  expires?: Date;
  /** Requests per second; 0 = unlimited (the default here, so that a busy test is not slowed down). */
  rate?: number;
};

type Fixtures = {
  /** A project label that no other test uses. */
  project: string;
  /** Stores a new API key and returns it. */
  createKey: (options: KeyOptions) => Promise<string>;
  /** Makes an account that is a member; limited to `projects` when given. */
  createMember: (options: { role: Role; projects?: string[] }) => Promise<Person>;
  /** Makes an account that is not a member. */
  createStranger: () => Promise<Person>;
  /**
   * Opens the page that is asked for (`/` unless given) as this person, and waits until it reacts to input. The session is
   * made at Supabase Auth: that the form makes the same one is for the tests of signing in to show. With null it opens no
   * page, for tests that go to one at another address.
   */
  signIn: (page: Page, person: Person, path?: string | null) => Promise<void>;
  /** As `signIn`, through the real form. */
  signInByForm: (page: Page, person: Person, path?: string) => Promise<void>;
  /** Requests to the site with the key as bearer; without a key, as nobody. */
  api: (key?: string) => Promise<APIRequestContext>;
  /** The newest e-mail to this address that was sent during this test; waits until there is one. */
  readMail: (to: string) => Promise<Mail>;
};

type WorkerFixtures = {
  /** The database itself, outside row-level security: to arrange, and to check what was stored. */
  sql: Sql;
};

function setting(name: string): string {
  const value = process.env[name];
  if (!value)
    throw new Error(`${name} is not set: these tests run against the throw-away stack of npm test.`);
  return value;
}

/** Tests create accounts and rows freely, so they refuse anything that is not on this machine. */
function localSetting(name: string): string {
  const value = setting(name);
  const { hostname } = new URL(value);
  if (!["127.0.0.1", "localhost", "[::1]"].includes(hostname)) {
    throw new Error(`${name} points to ${hostname}: these tests only run against a local throw-away stack.`);
  }
  return value;
}

async function createAccount(): Promise<Omit<Person, "role">> {
  const email = `${randomUUID()}@example.com`;
  const password = `pw-${randomUUID()}`;
  const response = await fetch(`${localSetting("SUPABASE_URL")}/auth/v1/signup`, {
    method: "POST",
    headers: { apikey: setting("SUPABASE_PUBLISHABLE_KEY"), "content-type": "application/json" },
    body: JSON.stringify({ email, password }),
  });
  const answer = (await response.json()) as { user?: { id: string }; id?: string };
  const userId = answer.user?.id ?? answer.id;
  if (!response.ok || !userId) throw new Error(`Sign-up answered ${response.status}.`);
  return { email, password, userId };
}

/** People who are no members land on the page that tells them whom to ask, whatever they wanted. */
async function waitForLanding(
  page: Page,
  person: Person,
  path: string,
  baseURL: string | undefined,
): Promise<void> {
  const target = new URL(person.role ? path : "/no-access", baseURL);
  await page.waitForURL((url) => url.pathname === target.pathname);
}

/**
 * A page that the server has drawn ignores a click until React has taken over its elements. React has no event for that;
 * it leaves a property of its own on each element that it has taken over.
 */
async function waitForHydration(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    // Not the hidden fields: those that let a form work without JavaScript are the server's alone.
    const controls = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), textarea")];
    const isTaken = (control: Element) => Object.keys(control).some((key) => key.startsWith("__reactProps$"));
    return controls.length > 0 && controls.every(isTaken);
  });
}

function readMails(): Mail[] {
  const lines = readFileSync(setting("RETUNE_TEST_MAIL_FILE"), { encoding: "utf8", flag: "a+" }).split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Mail);
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  baseURL: async ({ browserName: _ }, use) => {
    await use(localSetting("RETUNE_URL"));
  },

  sql: [
    async ({ browserName: _ }, use) => {
      const sql = postgres(localSetting("RETUNE_TEST_DATABASE_URL"), { max: 2, onnotice: () => {} });
      await use(sql);
      await sql.end();
    },
    { scope: "worker" },
  ],

  project: async ({ browserName: _ }, use) => {
    await use(`test-${randomUUID()}`);
  },

  createKey: async ({ sql }, use) => {
    await use(async ({ scopes, project, expires, rate = 0 }) => {
      const key = generateApiKey();
      await sql`
        insert into public.api_keys (name, key_prefix, key_sha256, scopes, project, rate_per_second, expires_at)
        values (${`test ${randomUUID()}`}, ${apiKeyPrefix(key)}, ${hashApiKey(key)}, ${scopes}, ${project ?? null},
          ${rate}, ${expires ?? null})
      `;
      return key;
    });
  },

  createMember: async ({ sql }, use) => {
    await use(async ({ role, projects }) => {
      const account = await createAccount();
      await sql`
        insert into public.members (user_id, email, role, projects)
        values (${account.userId}, ${account.email}, ${role}, ${projects ?? null})
      `;
      return { ...account, role };
    });
  },

  createStranger: async ({ browserName: _ }, use) => {
    await use(async () => ({ ...(await createAccount()), role: null }));
  },

  // Whatever a test is about: a page that its own Content-Security-Policy stops from working fails it.
  page: async ({ page }, use) => {
    const violations: string[] = [];
    page.on("console", (message) => {
      if (/content security policy/i.test(message.text())) violations.push(message.text());
    });
    await use(page);
    expect(violations, "what the Content-Security-Policy refused").toEqual([]);
  },

  signIn: async ({ baseURL }, use) => {
    await use(async (page, person, path = "/") => {
      const cookies = await createSessionCookies(person);
      const { hostname } = new URL(baseURL ?? "");
      await page.context().addCookies(
        cookies.map((cookie) => ({
          ...cookie,
          domain: hostname,
          path: "/",
          httpOnly: true,
          sameSite: "Lax" as const,
        })),
      );
      if (path === null) return;
      await page.goto(path);
      await waitForLanding(page, person, path, baseURL);
      await waitForHydration(page);
    });
  },

  signInByForm: async ({ baseURL }, use) => {
    await use(async (page, person, path = "/") => {
      await page.goto(`/login?next=${encodeURIComponent(path)}`);
      await page.getByLabel("E-mail").fill(person.email);
      await page.getByLabel("Password").fill(person.password);
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await waitForLanding(page, person, path, baseURL);
    });
  },

  api: async ({ playwright, baseURL }, use) => {
    const contexts: APIRequestContext[] = [];
    await use(async (key) => {
      const context = await playwright.request.newContext({
        baseURL,
        extraHTTPHeaders: key ? { authorization: `Bearer ${key}` } : {},
      });
      contexts.push(context);
      return context;
    });
    for (const context of contexts) await context.dispose();
  },

  readMail: async ({ browserName: _ }, use) => {
    const since = new Date().toISOString();
    await use(async (to) => {
      const find = () => readMails().findLast((mail) => mail.to === to && mail.at >= since);
      await expect.poll(() => find() !== undefined, { message: `an e-mail to ${to}` }).toBe(true);
      return find() as Mail;
    });
  },
});
