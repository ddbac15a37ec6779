import { randomUUID } from "node:crypto";
import type { Step } from "../scripts/stand-in-model";

type Asked = { protocol: string; prompt: string; body: Record<string, unknown> };

/** A script of the stand-in model: a prompt that holds its mark gets its steps, one a request. */
export type ModelScript = {
  /** To put into a prompt. */
  mark: string;
  /** What the model was asked so far, and how many of those who asked left before they were answered. */
  read: () => Promise<{ asked: Asked[]; left: number }>;
};

export async function scriptModel(...steps: Step[]): Promise<ModelScript> {
  const name = randomUUID();
  const url = `${process.env.RETUNE_TEST_MODEL}/scripts/${name}`;
  await fetch(url, { method: "PUT", body: JSON.stringify(steps) });
  return { mark: `script:${name}`, read: async () => (await fetch(url)).json() };
}
