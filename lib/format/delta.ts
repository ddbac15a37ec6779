/** A change since the period before, in words; the tone says whether it is good news. */
export type Delta = {
  text: string;
  direction: "up" | "down" | "same";
  tone: "positive" | "negative" | "neutral";
};
