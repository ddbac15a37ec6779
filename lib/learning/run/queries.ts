import "server-only";
import { listModels, type ModelProvider } from "@/lib/models/connection";

/** The models that prompts can be run on, the default one first; empty when none is connected. No address and no key. */
export function listRunModels(): { provider: ModelProvider; name: string }[] {
  return listModels();
}
