import "server-only";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { checkTarget, RefusedTarget } from "./outgoing";

/**
 * Refuses an address that this installation would never send to, so far as its text says so; the rest is found out when
 * it is sent to.
 * @throws AppError bad_request that names the field.
 */
export function refuseTarget(field: string, address: string): void {
  try {
    checkTarget(address, env().RETUNE_WEBHOOK_ALLOW_PRIVATE === "1");
  } catch (error) {
    if (!(error instanceof RefusedTarget)) throw error;
    throw new AppError("bad_request", `${field}: ${error.message}.`, {
      issues: [{ path: field, message: error.message }],
    });
  }
}
