// What each figure of costs counts, in the sentences that stand beside it wherever it is shown.

export const costDefinitions = {
  cost: "USD of the interactions in the range: as sent with them, else tokens times the price of their model at their time. Unpriced interactions are counted beside it, not guessed.",
  tokens: "Tokens used: as sent, else input plus output tokens. Cached input is part of the input.",
  interactions: "Questions answered by a model in the range.",
  users: "Different end users with an interaction in the range; satisfied ones rate 4 or more on average.",
  cost_per_interaction: "Cost divided by the interactions that have a price.",
  cost_per_success:
    "Cost divided by the interactions rated 4 or 5. All cost counts, also that of interactions nobody rated: the more people rate, the lower it is.",
  cost_per_satisfied_user: "Cost divided by the end users whose mean rating is at least 4.",
  unpriced:
    "Interactions without a cost: none was sent, and the model, its tokens or its price are not known. They are missing from every sum of costs.",
  cost_efficiency:
    "total_cost ÷ avg_satisfaction: USD for each point of mean satisfaction, so lower is better. Without ratings, and when nothing has a price, there is none.",
  what_if:
    "Each interaction with known input and output tokens and a cost, priced again at the other model’s price of its time. The other model would answer with other tokens; that is not in it.",
} as const;
