"use client";
import { ParameterNotice } from "@/components/filters/parameter-notice";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { addressParsers, toOtherView } from "@/lib/interactions/prepare-filters";
import type { Member } from "@/lib/members/schemas";
import { ConversationList } from "./conversation-list";
import { InteractionList } from "./interaction-list";
import { useInteractionState } from "./use-interaction-state";

/** Interactions one by one or by conversation, with their filters and the open conversation beside them. */
export function InteractionsPage({ member }: { member: Member }) {
  const state = useInteractionState();
  const { view, filters, setFilters, setView } = state;
  const toggle = (
    <ToggleGroup
      label="View"
      value={view}
      onValueChange={(next) => {
        if (next === view) return;
        setFilters(toOtherView(filters, next));
        setView({ view: next });
      }}
      options={[
        { value: "interactions", label: "Interactions" },
        { value: "conversations", label: "Conversations" },
      ]}
    />
  );
  const notice = <ParameterNotice parsers={addressParsers[view]} />;
  return view === "conversations" ? (
    <ConversationList state={state} member={member} toggle={toggle} notice={notice} />
  ) : (
    <InteractionList state={state} member={member} toggle={toggle} notice={notice} />
  );
}
