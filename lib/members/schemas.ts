import { z } from "zod";
import { rowId } from "@/lib/query/fields";
import { timestamp } from "@/lib/query/timestamp";

export const roles = ["reviewer", "product_owner", "admin"] as const;
export type Role = (typeof roles)[number];

/** Roles as people read them. */
export const roleNames: Record<Role, string> = {
  reviewer: "Reviewer",
  product_owner: "Product owner",
  admin: "Admin",
};

export const MIN_PASSWORD_LENGTH = 10;

export const emailSchema = z.string().trim().toLowerCase().max(320).pipe(z.email());

/** Who a request acts as: a member with a role or an API key with scopes. `projects` null = every project. */
export const principal = z
  .object({
    kind: z.enum(["member", "key"]),
    id: rowId,
    label: z.string(),
    role: z.enum(roles).nullable(),
    scopes: z.array(z.enum(["ingest", "read", "export", "metrics"])).nullable(),
    projects: z.array(z.string()).nullable(),
  })
  .meta({ id: "Principal" });
export type Principal = z.infer<typeof principal>;

/** A person who may use this installation. */
export type Member = Principal & { kind: "member"; role: Role };

/** What a form of the sign-in pages shows after it was sent. */
export type FormState =
  | { status: "idle" }
  | { status: "failed"; email: string; message: string; field?: "email" | "password" | "repeated" }
  | { status: "sent"; email: string };

export const projectsResult = z.object({ data: z.array(z.string()) });

export const savedViewInput = z
  .strictObject({
    name: z.string().trim().min(1, "must not be empty").max(80, "has at most 80 characters"),
    path: z
      .string()
      .max(200)
      .regex(/^\/([a-z0-9-]+(\/[a-z0-9-]+)*)?$/, "must be a path of this site, such as /feedback"),
    search: z
      .string()
      .max(4000)
      .default("")
      .meta({ description: "The query string, without the question mark." }),
  })
  .meta({ id: "SavedViewInput" });
export type SavedViewInput = z.infer<typeof savedViewInput>;

/** A page with its filters that a member named. */
export const savedView = z
  .object({ id: rowId, name: z.string(), path: z.string(), search: z.string(), created_at: timestamp })
  .meta({ id: "SavedView" });
export type SavedView = z.infer<typeof savedView>;

/** What a member has chosen for themselves on every device. */
export const preferences = z
  .strictObject({
    dismissed_hints: z
      .array(z.string().min(1, "must not be empty").max(100, "has at most 100 characters"))
      .max(100, "has at most 100 hints")
      .meta({ description: "Ids of hints that are not shown again." }),
  })
  .meta({ id: "Preferences", example: { dismissed_hints: ["review-first-turn"] } });
export type Preferences = z.infer<typeof preferences>;
