"use client";
import { FilterChips } from "@/components/filters/filter-chips";
import { SearchField } from "@/components/filters/search-field";
import { Button } from "@/components/ui/button";
import { MultiSelect } from "@/components/ui/multi-select";
import { Select } from "@/components/ui/select";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { satisfactionOptions } from "./satisfaction-options";
import { useDomains } from "./use-domains";
import { useFacet } from "./use-facet";
import type { InteractionState } from "./use-interaction-state";

const orNull = (values: string[]) => (values.length > 0 ? values : null);
const flags = {
  has_handoff: { label: "Hand-offs", any: "Any hand-offs", yes: "With a hand-off", no: "Without a hand-off" },
  has_escalation: {
    label: "Escalations",
    any: "Any escalations",
    yes: "With an escalation",
    no: "Without an escalation",
  },
} as const;
const flagNames = Object.keys(flags) as (keyof typeof flags)[];
const cleared = {
  q: null,
  channel_id: null,
  user_id: null,
  primary_agent: null,
  conversation_status: null,
  model: null,
  user_satisfaction: null,
  domain_classification: null,
  has_handoff: null,
  has_escalation: null,
};

/** The filters of conversations beside those of every page. */
export function ConversationFilters({ state }: { state: InteractionState }) {
  const { filters, setFilters, trafficParams } = state;
  const agents = useFacet(trafficParams, "agent_type");
  const models = useFacet(trafficParams, "model");
  const domains = useDomains(trafficParams);
  const channels = useFacet(trafficParams, "channel_id");
  const isFiltered = Object.keys(cleared).some((name) => {
    const value = filters[name as keyof typeof cleared];
    return Array.isArray(value) ? value.length > 0 : value !== null;
  });
  return (
    <search aria-label="Filters" className="flex flex-wrap items-center gap-2">
      <SearchField
        label="Search conversations"
        placeholder="Search messages, answers"
        group="Conversations"
        value={filters.q ?? ""}
        onChange={(q) => setFilters({ q: q.trim() === "" ? null : q }, { history: "replace" })}
      />
      <ToggleGroup
        label="Status"
        value={filters.conversation_status ?? "any"}
        onValueChange={(value) => setFilters({ conversation_status: value === "any" ? null : value })}
        options={[
          { value: "any", label: "All" },
          { value: "active", label: "Active" },
          { value: "closed", label: "Closed" },
        ]}
      />
      <MultiSelect
        label="Main agent"
        allLabel="Any"
        values={filters.primary_agent ?? []}
        onChange={(values) => setFilters({ primary_agent: orNull(values) })}
        options={agents.options.map(({ value, label }) => ({ value, label }))}
        isLoading={agents.isLoading}
      />
      <MultiSelect
        label="Model"
        allLabel="Any"
        values={filters.model ?? []}
        onChange={(values) => setFilters({ model: orNull(values) })}
        options={models.options.map(({ value, label }) => ({ value, label }))}
        isLoading={models.isLoading}
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
        options={channels.options.map(({ value, label }) => ({ value, label }))}
        isLoading={channels.isLoading}
      />
      {flagNames.map((name) => {
        const { label, any, yes, no } = flags[name];
        const value = filters[name];
        return (
          <Select
            key={name}
            label={label}
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
      <FilterChips
        chips={filters.user_id.map((value) => ({
          key: `user ${value}`,
          label: "User",
          value,
          onRemove: () => setFilters({ user_id: filters.user_id.filter((each) => each !== value) }),
        }))}
      />
      {isFiltered ? (
        <Button variant="ghost" onClick={() => setFilters(cleared)}>
          Clear
        </Button>
      ) : null}
    </search>
  );
}
