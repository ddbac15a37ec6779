"use client";
import { type FilterChip, FilterChips } from "@/components/filters/filter-chips";
import { SearchField } from "@/components/filters/search-field";
import { Button } from "@/components/ui/button";
import { MultiSelect } from "@/components/ui/multi-select";
import { Select } from "@/components/ui/select";
import { formatMilliseconds } from "@/lib/format/duration";
import { formatCount } from "@/lib/format/number";
import type { Interaction } from "@/lib/interactions/schemas";
import { satisfactionOptions } from "./satisfaction-options";
import { useDomains } from "./use-domains";
import { useFacet } from "./use-facet";
import type { InteractionState } from "./use-interaction-state";

const orNull = (values: string[]) => (values.length > 0 ? values : null);

/** Yes, no or either, as one choice. */
const flags = {
  escalation_suggested: ["Any escalation", "Escalation suggested", "No escalation"],
  is_handoff: ["Any hand-off", "After a hand-off", "No hand-off"],
  is_unpriced: ["Any cost", "Unpriced", "Priced"],
} as const;
const flagNames = Object.keys(flags) as (keyof typeof flags)[];

const cleared = {
  q: null,
  agent_type: null,
  model: null,
  channel_id: null,
  user_id: null,
  conversation_id: null,
  domain_classification: null,
  previous_agent_type: null,
  previous_domain: null,
  user_satisfaction: null,
  escalation_suggested: null,
  is_handoff: null,
  is_unpriced: null,
  response_time_above: null,
  context_tokens_from: null,
  context_tokens_below: null,
};

/** The filters of interactions beside those of every page. */
export function InteractionFilters({
  state,
  rows,
}: {
  state: InteractionState;
  /** Those that are loaded: their domains are offered. */
  rows: readonly Interaction[];
}) {
  const { filters, setFilters, trafficParams } = state;
  const agents = useFacet(trafficParams, "agent_type");
  const models = useFacet(trafficParams, "model");
  const channels = useFacet(trafficParams, "channel_id");
  const domains = useDomains(
    trafficParams,
    rows.map((row) => row.domain_classification),
  );
  const isFiltered = Object.keys(cleared).some((name) => {
    const value = filters[name as keyof typeof cleared];
    return Array.isArray(value) ? value.length > 0 : value !== null;
  });

  return (
    <search aria-label="Filters" className="flex flex-wrap items-center gap-2">
      <SearchField
        label="Search interactions"
        placeholder="Search message, answer"
        group="Interactions"
        value={filters.q ?? ""}
        onChange={(q) => setFilters({ q: q.trim() === "" ? null : q }, { history: "replace" })}
      />
      <MultiSelect
        label="Agent"
        allLabel="Any"
        values={filters.agent_type ?? []}
        onChange={(values) => setFilters({ agent_type: orNull(values) })}
        {...agents}
      />
      <MultiSelect
        label="Model"
        allLabel="Any"
        values={filters.model ?? []}
        onChange={(values) => setFilters({ model: orNull(values) })}
        {...models}
      />
      <MultiSelect
        label="Rated"
        allLabel="Any"
        values={filters.user_satisfaction ?? []}
        onChange={(values) => setFilters({ user_satisfaction: orNull(values) })}
        options={satisfactionOptions}
      />
      <MultiSelect
        label="Domain"
        allLabel="Any"
        values={filters.domain_classification ?? []}
        onChange={(values) => setFilters({ domain_classification: orNull(values) })}
        {...domains}
      />
      <MultiSelect
        label="Channel"
        allLabel="Any"
        values={filters.channel_id ?? []}
        onChange={(values) => setFilters({ channel_id: orNull(values) })}
        {...channels}
      />
      {flagNames.map((name) => {
        const [any, yes, no] = flags[name];
        const value = filters[name];
        return (
          <Select
            key={name}
            label={any.replace("Any ", "").replace(/^./, (letter) => letter.toUpperCase())}
            value={value === null ? "any" : String(value)}
            onValueChange={(next) => setFilters({ [name]: next === "any" ? null : next === "true" })}
            options={[
              { value: "any", label: any },
              { value: "true", label: yes },
              { value: "false", label: no },
            ]}
            className="max-sm:text-13"
          />
        );
      })}
      <FilterChips chips={chipsOf(state)} />
      {isFiltered ? (
        <Button variant="ghost" onClick={() => setFilters(cleared)}>
          Clear
        </Button>
      ) : null}
    </search>
  );
}

/** What links from figures ask for and no control offers. */
function chipsOf({ filters, setFilters }: InteractionState): FilterChip[] {
  const { user_id, conversation_id, response_time_above, context_tokens_from, context_tokens_below } =
    filters;
  return [
    ...user_id.map((value) => ({
      key: `user ${value}`,
      label: "User",
      value,
      onRemove: () => setFilters({ user_id: user_id.filter((each) => each !== value) }),
    })),
    ...(conversation_id === null
      ? []
      : [
          {
            key: "conversation",
            label:
              conversation_id.length === 1 ? "One conversation" : `${conversation_id.length} conversations`,
            onRemove: () => setFilters({ conversation_id: null }),
          },
        ]),
    ...(["previous_agent_type", "previous_domain"] as const).flatMap((name) =>
      (filters[name] ?? []).map((value) => ({
        key: `${name} ${value}`,
        label: name === "previous_domain" ? "After the domain" : "After",
        value,
        onRemove: () =>
          setFilters({ [name]: orNull((filters[name] ?? []).filter((each) => each !== value)) }),
      })),
    ),
    ...(response_time_above === null
      ? []
      : [
          {
            key: "latency",
            label: "Slower than",
            value: formatMilliseconds(response_time_above),
            onRemove: () => setFilters({ response_time_above: null }),
          },
        ]),
    ...(context_tokens_from === null
      ? []
      : [
          {
            key: "context from",
            label: "Context from",
            value: `${formatCount(context_tokens_from)} tokens`,
            onRemove: () => setFilters({ context_tokens_from: null }),
          },
        ]),
    ...(context_tokens_below === null
      ? []
      : [
          {
            key: "context below",
            label: "Context below",
            value: `${formatCount(context_tokens_below)} tokens`,
            onRemove: () => setFilters({ context_tokens_below: null }),
          },
        ]),
  ];
}
