// What each figure of interactions counts, in the one sentence that stands beside it wherever it is shown.

export const definitions = {
  interactions: "Questions answered by a model in the range.",
  satisfaction:
    "Mean rating from 1 to 5 over the rated interactions n, with the 95% interval of the mean (Student’s t).",
  latency_p50: "Half of the answers were faster. From log-spaced buckets, so within 4.5%.",
  latency_p95: "19 of 20 answers were faster. From log-spaced buckets, so within 4.5%.",
  tokens: "Tokens used: as sent, else input plus output tokens.",
  cost: "USD of the interactions that have a price; unpriced ones are counted beside it, not guessed.",
  cost_per_interaction: "USD per interaction that has a price.",
  domain_accuracy:
    "Share of labelled interactions whose domain_classification equals their domain_label, with its 95% Wilson interval. Without labels there is none.",
  escalation_success:
    "A suggested escalation succeeds when the next interaction of another agent in the conversation is rated 4 or 5. Share of those with a rating there, with its 95% Wilson interval.",
  context_quality:
    "Mean similarity of what retrieval gave (avg_similarity), over the interactions that sent one.",
  context_efficiency:
    "Share of rated interactions with 4 or 5, per 1,000 context tokens of the rated interactions that sent their context size.",
  submission_rate:
    "Votes recorded per interaction and day. It may exceed 100%: an answer can have several votes, and votes need no interaction.",
};
