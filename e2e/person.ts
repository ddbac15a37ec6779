import type { Role } from "@/lib/members/schemas";

/** A person with an account; `role` null = signed up, but not a member. */
export type Person = { email: string; password: string; userId: string; role: Role | null };
