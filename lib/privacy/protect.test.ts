import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type IngestSettings, protect, type Shape } from "./protect";

const settings: IngestSettings = {
  privacy_mode: "redact",
  detectors: ["email", "card", "iban", "ip", "phone"],
  phone_region: null,
  patterns: [],
  metadata_keys: null,
  user_ids: "plain",
};
const shape: Shape = {
  userIds: ["user_id"],
  ids: ["session_id"],
  metadata: ["metadata"],
  userIdInMetadata: { key: "subject", beside: "experiment" },
  free: { llm_metadata: ["tokens_used"] },
  kept: ["id"],
};
const hidden = `hmac_${"0".repeat(64)}`;
const run = (value: unknown, changes: Partial<IngestSettings> = {}) =>
  protect({ ...settings, ...changes }, value, shape, () => hidden);

describe("redacting", () => {
  test("texts, labels, lists and nested values", () => {
    const { value, issues } = run({
      query: "alice@example.com",
      model: "m-203.0.113.7",
      rating: 1,
      tools_called: ["mail alice@example.com"],
      turns: [{ user_message: "4111 1111 1111 1111" }],
      nothing: null,
    });
    expect(issues).toEqual([]);
    expect(value).toEqual({
      query: "[EMAIL]",
      model: "m-[IP]",
      rating: 1,
      tools_called: ["mail [EMAIL]"],
      turns: [{ user_message: "[CARD]" }],
      nothing: null,
    });
  });

  test("values, keys and numbers of metadata", () => {
    expect(
      run({
        metadata: {
          "alice@example.com": 1,
          "bob@example.com": { deep: ["+1 415 555 2671"] },
          card: 4111111111111111,
          count: 42,
          __proto__: 1,
        },
        llm_metadata: { tokens_used: 4111111111111111, id: "alice@example.com", tokens: 4111111111111111 },
      }).value,
    ).toEqual({
      metadata: { "[EMAIL]": 1, "[EMAIL] 2": { deep: ["[PHONE]"] }, card: "[CARD]", count: 42 },
      llm_metadata: { tokens_used: 4111111111111111, id: "[EMAIL]", tokens: "[CARD]" },
    });
  });

  test("ids stay distinct: personal ones take the one-way form, others stay", () => {
    expect(run({ user_id: "alice@example.com", session_id: "u@x.org" }).value).toEqual({
      user_id: hidden,
      session_id: hidden,
    });
    expect(run({ user_id: "u-17", session_id: "s-1" }).value).toEqual({ user_id: "u-17", session_id: "s-1" });
    expect(run({ user_id: "u-17", session_id: "s-1" }, { user_ids: "hmac" }).value).toEqual({
      user_id: hidden,
      session_id: "s-1",
    });
    const known = `hmac_${"ab".repeat(32)}`;
    expect(run({ user_id: known }, { user_ids: "hmac" }).value).toEqual({ user_id: known });
  });

  test("the subject of an experiment in metadata is a user id, any other subject is a text", () => {
    const metadataOf = (metadata: object, changes: Partial<IngestSettings> = {}) =>
      (run({ metadata }, changes).value as { metadata: object }).metadata;
    const of = { experiment: "e", subject: "u-17" };
    expect(metadataOf(of)).toEqual(of);
    expect(metadataOf(of, { user_ids: "hmac" })).toEqual({ ...of, subject: hidden });
    expect(metadataOf({ ...of, subject: 17 }, { user_ids: "hmac" })).toEqual({ ...of, subject: hidden });
    expect(metadataOf({ ...of, subject: "alice@example.com" })).toEqual({ ...of, subject: hidden });
    expect(metadataOf({ subject: "for alice@example.com" }, { user_ids: "hmac" })).toEqual({
      subject: "for [EMAIL]",
    });
    expect(metadataOf(of, { user_ids: "hmac", metadata_keys: ["experiment"] })).toEqual({ experiment: "e" });
  });

  test("what is kept is not looked at, nor are UUIDs", () => {
    const value = { id: "alice@example.com", metadata: { ref: "41111111-1111-1111-8111-411111111111" } };
    expect(run(value).value).toEqual(value);
  });

  test("allowed metadata keys", () => {
    const value = { metadata: { team: "a", other: "b", deep: { other: 1 } } };
    expect(run(value, { metadata_keys: ["team", "deep"] }).value).toEqual({
      metadata: { team: "a", deep: { other: 1 } },
    });
    expect(run(value, { metadata_keys: [] }).value).toEqual({ metadata: {} });
    expect(run(value, { metadata_keys: ["team"], privacy_mode: "reject" }).issues).toEqual([
      { path: "metadata.other", message: "is not an allowed metadata key" },
      { path: "metadata.deep", message: "is not an allowed metadata key" },
    ]);
  });
});

test("mode off touches nothing but the ids that are to be hidden", () => {
  const value = {
    query: "alice@example.com",
    user_id: "alice@example.com",
    metadata: { "a@b.de": 4111111111111111 },
  };
  expect(run(value, { privacy_mode: "off", metadata_keys: [] })).toEqual({ value, issues: [] });
  expect(run(value, { privacy_mode: "off", user_ids: "hmac" }).value).toMatchObject({ user_id: hidden });
});

test("mode reject names every place and kind, never the data", () => {
  const { issues } = run(
    {
      query: "alice@example.com",
      user_id: "+1 415 555 2671",
      metadata: { "eve@example.com": ["203.0.113.7"] },
    },
    { privacy_mode: "reject" },
  );
  expect(issues).toEqual([
    { path: "query", message: "contains personal data (EMAIL)" },
    { path: "user_id", message: "contains personal data (PHONE)" },
    { path: "metadata", message: "contains personal data (EMAIL)" },
    { path: "metadata.[EMAIL].0", message: "contains personal data (IP)" },
  ]);
});

test("whatever is sent: nothing is found in what is stored, and the input stays as it was", () => {
  const secret = fc.constantFrom(
    "alice@example.com",
    "4111 1111 1111 1111",
    "DE89370400440532013000",
    "203.0.113.7",
    "+1 415 555 2671",
  );
  const text = fc.tuple(fc.string(), secret, fc.string()).map(([a, b, c]) => `${a} ${b} ${c}`);
  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      text,
      fc.integer(),
      fc.array(tie("value")),
      fc.dictionary(text, tie("value")),
    ),
  })).value;
  fc.assert(
    fc.property(json, (metadata) => {
      const before = structuredClone(metadata);
      const { value } = run({ metadata });
      expect(metadata).toEqual(before);
      expect(run(value, { privacy_mode: "reject" }).issues).toEqual([]);
      expect(JSON.stringify(value)).not.toMatch(/alice@example|4111 1111|DE8937|203\.0\.113|415 555/);
    }),
  );
});

const conversations = "../shared/data/topical-chat-valid.jsonl";

test.skipIf(!existsSync(conversations))(
  `real conversations pass as they are (skipped where ${conversations} is not)`,
  () => {
    const lines = readFileSync(conversations, "utf8").trimEnd().split("\n");
    expect(lines.length).toBeGreaterThan(500);
    for (const line of lines) {
      const conversation = JSON.parse(line);
      expect(run({ turns: conversation.turns, metadata: conversation })).toEqual({
        value: { turns: conversation.turns, metadata: conversation },
        issues: [],
      });
    }
  },
);
