import { randomUUID } from "node:crypto";
import { AppError } from "@/lib/errors";
import { problemResponse } from "./problem";

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
type Method = (typeof methods)[number];

/**
 * Handlers for the methods that an address does not have: 405 as problem details, with `Allow`. Without them Next.js
 * answers an empty 405. Usage: `export const { PUT, PATCH, DELETE } = otherMethods("GET", "POST");`
 */
export function otherMethods(...allowed: Method[]): Record<Method, () => Response> {
  const allow = [...allowed, ...(allowed.includes("GET") ? ["HEAD"] : []), "OPTIONS"].join(", ");
  const refuse = () =>
    problemResponse(new AppError("method_not_allowed", `This address takes ${allow}.`), randomUUID(), {
      allow,
    });
  return Object.fromEntries(methods.map((method) => [method, refuse])) as Record<Method, () => Response>;
}
