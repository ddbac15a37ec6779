import { describe, expect, it } from "vitest";
import { toSearch } from "@/lib/query/parameters";
import {
  loadConversationFilters,
  loadInteractionFilters,
  loadTrafficFilters,
  toConversationParameters,
  toInteractionParameters,
  toOtherView,
  toTrafficParameters,
} from "./prepare-filters";

const load = (text: string) => new URLSearchParams(text);

describe("toInteractionParameters", () => {
  it("gives the API what the address names, and the last 30 days without a range", () => {
    const asked =
      "project=a&agent_type=technical,general&model=(none)&user_satisfaction=1,2&is_handoff=true&is_unpriced=false&response_time_above=900&user_id=u,1&user_id=u2&q=lock%20file";
    expect(toInteractionParameters(loadInteractionFilters(load(asked)))).toEqual({
      days: "30",
      project: "a",
      agent_type: "technical,general",
      model: "(none)",
      user_satisfaction: "1,2",
      is_handoff: "true",
      is_unpriced: "false",
      response_time_above: "900",
      user_id: ["u,1", "u2"],
      q: "lock file",
    });
  });
  it("writes commas within values so that the API reads them back", () => {
    const filters = loadInteractionFilters(load("channel_id=a%5C,b,c"));
    expect(filters.channel_id).toEqual(["a,b", "c"]);
    expect(toInteractionParameters(filters).channel_id).toBe("a\\,b,c");
  });
});

it("gives figures whole days", () => {
  const filters = loadTrafficFilters(load("from=2026-11-01T10:00:00Z&to=2026-11-03T00:00:00Z&agent_type=a"));
  expect(toTrafficParameters(filters)).toEqual({ from: "2026-11-01", to: "2026-11-02", agent_type: "a" });
});

it("takes over to the other view what both know", () => {
  const text =
    "days=7&agent_type=technical&model=large&user_satisfaction=1,2&domain_classification=builds&is_handoff=true&escalation_suggested=false&is_unpriced=true&q=x";
  const filters = { ...loadInteractionFilters(load(text)), ...loadConversationFilters(load(text)) };
  const there = toOtherView(filters, "conversations");
  expect(there).toMatchObject({
    days: 7,
    agent_type: null,
    is_unpriced: null,
    is_handoff: null,
    primary_agent: ["technical"],
    has_handoff: true,
    has_escalation: false,
    q: "x",
  });
  const back = toOtherView({ ...filters, ...there } as typeof filters, "interactions");
  expect(back).toMatchObject({ agent_type: ["technical"], is_handoff: true, primary_agent: null });
  expect(toSearch(toConversationParameters({ ...filters, ...there } as typeof filters))).toBe(
    "days=7&domain_classification=builds&has_escalation=false&has_handoff=true&model=large&primary_agent=technical&q=x&user_satisfaction=1%2C2",
  );
});
