import Link from "next/link";
import { MetadataView } from "@/components/data-table/metadata-view";
import { Detail, DetailList, IdDetail } from "@/components/data-table/row-details";
import { Time } from "@/components/ui/time";
import { formatCount, formatPercent, formatUsd, NO_VALUE } from "@/lib/format/number";
import type { Interaction } from "@/lib/interactions/schemas";
import { writeChoices } from "@/lib/query/parameters";
import { toHref } from "@/lib/query/url-state";

const linkClass = "underline decoration-border underline-offset-2 hover:decoration-foreground";
const tokens = (value: number | null) => (value === null ? NO_VALUE : formatCount(value));

/** What is known of an interaction beyond its texts: tokens, the price used, context, domain, and what was sent along. */
export function TurnDetails({ turn }: { turn: Interaction }) {
  const { price, llm_metadata, escalation_metadata } = turn;
  const hasMetadata = Object.keys(llm_metadata).length > 0;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4 border-t px-3 pt-3">
      <DetailList>
        <Detail name="Tokens">
          {tokens(turn.input_tokens)} in
          {turn.cached_tokens === null ? "" : ` (${formatCount(turn.cached_tokens)} cached)`},{" "}
          {tokens(turn.output_tokens)} out
        </Detail>
        <Detail name="Cost">
          <Cost turn={turn} />
        </Detail>
        {price ? (
          <Detail name="Price used">
            {formatUsd(price.input)} in
            {price.cached === null ? "" : `, ${formatUsd(price.cached)} cached`}, {formatUsd(price.output)}{" "}
            out per million tokens
            {/* A price that is valid from the beginning of time is one without a date. */}
            {Date.parse(price.valid_from) === 0 ? null : (
              <>
                , valid from <Time value={price.valid_from} format="date" />
              </>
            )}
          </Detail>
        ) : null}
        <Detail name="Context">
          {turn.context_size_tokens === null ? NO_VALUE : `${formatCount(turn.context_size_tokens)} tokens`}
          {turn.avg_similarity === null ? "" : `, similarity ${turn.avg_similarity.toFixed(2)}`}
        </Detail>
        {turn.confidence === null ? null : (
          <Detail name="Confidence">{formatPercent(turn.confidence, 0)}</Detail>
        )}
        <Detail name="Domain">
          {turn.domain_classification ?? NO_VALUE}
          {turn.domain_label === null ? (
            ""
          ) : turn.domain_label === turn.domain_classification ? (
            <span className="text-positive"> as labelled</span>
          ) : (
            <span className="text-negative"> labelled {turn.domain_label}</span>
          )}
        </Detail>
        {turn.user_skill_assessment === null ? null : (
          <Detail name="User’s skill">{turn.user_skill_assessment}</Detail>
        )}
        <Detail name="More of">
          <span className="flex flex-wrap gap-x-3">
            <Link
              href={toHref("/interactions", { agent_type: writeChoices([turn.agent_type]) })}
              className={linkClass}
            >
              this agent
            </Link>
            {turn.model === null ? null : (
              <Link
                href={toHref("/interactions", { model: writeChoices([turn.model]) })}
                className={linkClass}
              >
                this model
              </Link>
            )}
            <Link
              href={toHref("/interactions", { days: "366", user_id: [turn.user_id] })}
              className={linkClass}
            >
              this user
            </Link>
          </span>
        </Detail>
        <IdDetail id={turn.id} />
      </DetailList>
      {hasMetadata ? (
        <section aria-label="Metadata of the model" className="grid grid-cols-[minmax(0,1fr)] gap-2">
          <h4 className="text-xs font-medium text-muted">Metadata</h4>
          <MetadataView metadata={llm_metadata} />
        </section>
      ) : null}
      {escalation_metadata && Object.keys(escalation_metadata).length > 0 ? (
        <section aria-label="Metadata of the escalation" className="grid grid-cols-[minmax(0,1fr)] gap-2">
          <h4 className="text-xs font-medium text-muted">Escalation</h4>
          <MetadataView metadata={escalation_metadata} />
        </section>
      ) : null}
    </div>
  );
}

function Cost({ turn }: { turn: Interaction }) {
  if (turn.cost_usd === null) {
    return (
      <>
        <span className="text-warning">unpriced</span>:{" "}
        <Link href="/costs#unpriced" className={linkClass}>
          no price is known for this model
        </Link>
      </>
    );
  }
  return (
    <>
      {formatUsd(turn.cost_usd)}{" "}
      <span className="text-muted">
        {turn.cost_source === "sent" ? "as sent" : "worked out from the tokens"}
      </span>
    </>
  );
}
