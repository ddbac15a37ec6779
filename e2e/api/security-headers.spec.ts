import { expect, test } from "../fixtures";

const common = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "x-frame-options": "DENY",
};

/** The directives of a policy by name. */
const directives = (policy: string | undefined) =>
  Object.fromEntries(
    (policy ?? "").split("; ").map((each) => {
      const [name = "", ...values] = each.split(" ");
      return [name, values];
    }),
  );

test("a page allows only scripts with the nonce of its own request, and no frame around it", async ({
  request,
}) => {
  const [first, second] = [await request.get("/login"), await request.get("/login")];
  expect(first.headers()).toMatchObject(common);
  const policy = directives(first.headers()["content-security-policy"]);
  const nonce = policy["script-src"]?.find((value) => value.startsWith("'nonce-"));
  expect(policy).toMatchObject({
    "default-src": ["'self'"],
    "script-src": ["'self'", nonce, "'strict-dynamic'"],
    "connect-src": ["'self'"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
  });
  const other = directives(second.headers()["content-security-policy"]);
  expect(other["script-src"]).not.toContain(nonce);

  const scripts = [...(await first.text()).matchAll(/<script\b([^>]*)>/g)].map(([, rest]) => rest ?? "");
  expect(scripts.length).toBeGreaterThan(0);
  const attribute = `nonce="${nonce?.slice("'nonce-".length, -1)}"`;
  expect(scripts.filter((each) => !each.includes(attribute))).toEqual([]);
});

test("a caller cannot choose the nonce", async ({ request }) => {
  const response = await request.get("/login", {
    headers: { "x-nonce": "chosen", "content-security-policy": "script-src 'nonce-chosen'" },
  });
  expect(response.headers()["content-security-policy"]).not.toContain("chosen");
  expect(await response.text()).not.toContain("chosen");
});

test("what the API answers loads nothing, and is what it says it is", async ({ request }) => {
  for (const path of ["/v1", "/v1/health", "/v1/feedback", "/v1/nowhere"]) {
    const headers = (await request.get(path)).headers();
    expect(headers, path).toMatchObject({
      ...common,
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    });
  }
});

test("behind https the browser is told to stay there; by http it is not", async ({ request }) => {
  const name = "strict-transport-security";
  expect((await request.get("/v1/health")).headers()[name]).toBeUndefined();
  for (const path of ["/v1/health", "/login"]) {
    const response = await request.get(path, { headers: { "x-forwarded-proto": "https" } });
    expect(response.headers()[name], path).toBe("max-age=63072000");
  }
});

test("files carry the common headers, too", async ({ request }) => {
  const html = await (await request.get("/login")).text();
  const file = /\/_next\/static\/[^"]+\.js/.exec(html)?.[0] ?? "";
  expect((await request.get(file)).headers()).toMatchObject(common);
});
