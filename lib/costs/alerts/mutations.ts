import "server-only";
import { type Client, callFunction } from "@/lib/supabase/client";
import { type Alert, alert } from "./schemas";

/** Notes that the caller has seen an alert; whoever was first stays. @throws AppError not_found, forbidden */
export async function acknowledgeAlert(client: Client, id: string): Promise<Alert> {
  return callFunction(client, "acknowledge_alert", { alert_id: id }, alert);
}
