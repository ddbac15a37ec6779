import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "../fixtures";

/** Method and path of every route file, as OpenAPI writes them. */
function listRoutes(): string[] {
  const files = readdirSync("app/v1", { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith("route.ts"),
  );
  return files
    .filter((file) => !file.includes("[...path]"))
    .flatMap((file) => {
      const path = `/v1/${file.replace(/\/?route\.ts$/, "").replace(/\[(\w+)\]/g, "{$1}")}`.replace(
        /\/$/,
        "",
      );
      const methods = [
        ...readFileSync(`app/v1/${file}`, "utf8").matchAll(/export const (GET|POST|PUT|PATCH|DELETE)\b/g),
      ];
      return methods.map((match) => `${match[1]} ${path}`);
    })
    .sort();
}

test("the OpenAPI document and GET /v1 know every route, and no other", async ({ api }) => {
  const client = await api();
  const document = await (await client.get("/v1/openapi.json")).json();
  expect(document.openapi).toMatch(/^3\.1/);
  const documented = Object.entries(document.paths as Record<string, object>).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const routes = listRoutes();
  expect(routes.length).toBeGreaterThan(10);
  expect(documented.sort()).toEqual(routes);
  const { data } = await (await client.get("/v1")).json();
  expect(data.map((row: { method: string; path: string }) => `${row.method} ${row.path}`).sort()).toEqual(
    routes,
  );
});

test("the OpenAPI document names parameters, bodies and problem answers", async ({ api }) => {
  const document = await (await (await api()).get("/v1/openapi.json")).json();
  const list = document.paths["/v1/feedback"].get;
  const names = list.parameters.map((parameter: { name: string }) => parameter.name);
  expect(names).toEqual(
    expect.arrayContaining([
      "from",
      "to",
      "days",
      "project",
      "model",
      "intent",
      "rating",
      "user_id",
      "session_id",
      "q",
      "has_note",
      "limit",
      "cursor",
      "sort",
    ]),
  );
  expect(list.responses["401"].content["application/problem+json"].schema.$ref).toContain("Problem");
  expect(document.paths["/v1/feedback"].post.requestBody.content["application/json"].schema.$ref).toContain(
    "FeedbackInput",
  );
  expect(document.components.schemas.FeedbackInput.required).toEqual([
    "query",
    "response",
    "model",
    "rating",
  ]);
});

test("the OpenAPI document names the site's own address, whatever Host the request claims", async ({
  api,
  baseURL,
}) => {
  const client = await api();
  const forged = {
    host: "evil.example.com",
    "x-forwarded-host": "evil.example.com",
    "x-forwarded-proto": "https",
  };
  const document = await (await client.get("/v1/openapi.json", { headers: forged })).json();
  expect(document.servers).toEqual([{ url: baseURL }]);
});
