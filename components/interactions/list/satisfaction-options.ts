import { NONE } from "@/lib/interactions/schemas";

/** The ratings that a filter offers, best first. */
export const satisfactionOptions = [
  ...["5", "4", "3", "2", "1"].map((value) => ({ value, label: `${value} of 5` })),
  { value: NONE, label: "Not rated" },
];
