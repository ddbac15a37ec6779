import { Badge } from "@/components/ui/badge";
import { Panel } from "@/components/ui/panel";
import { guardrailNames } from "@/lib/learning/experiments/prepare-experiment";
import { describeGuardrail } from "@/lib/learning/experiments/prepare-results";
import type { ExperimentResults } from "@/lib/learning/experiments/schemas";

const states = {
  ok: { label: "Kept", tone: "positive" },
  unclear: { label: "Not known", tone: "neutral" },
  breached: { label: "Breached", tone: "negative" },
} as const;

/** What must not get worse, and whether it does: surely, not, or not known yet. */
export function GuardrailList({ results: { guardrails, experiment } }: { results: ExperimentResults }) {
  return (
    <Panel
      title="Guardrails"
      note={
        experiment.stop_on_guardrail
          ? "Against the control. One that is surely breached stops the experiment."
          : "Against the control. They do not stop it."
      }
    >
      <ul className="divide-y border-t">
        {guardrails.map((guardrail) => (
          <li
            key={`${guardrail.variant} ${guardrail.metric} ${guardrail.max_increase}`}
            className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 text-13"
          >
            <span className="min-w-0 flex-1 basis-64 break-words">
              {guardrailNames[guardrail.metric]} of “{guardrail.variant}”
              <span className="block text-xs text-muted">{describeGuardrail(guardrail)}</span>
            </span>
            <Badge tone={states[guardrail.state].tone}>{states[guardrail.state].label}</Badge>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
