import { z } from "zod";
import { rowId } from "@/lib/query/fields";
import { scopes } from "../lib/auth/api-keys";
import { roles } from "../lib/members/schemas";

/** Rows come from PostgreSQL directly (dates) or through the REST API (text). */
const time = z.coerce.date();

export const memberRow = z.object({
  id: rowId,
  email: z.string(),
  role: z.enum(roles),
  projects: z.array(z.string()).nullable(),
  created_at: time,
});
export type MemberRow = z.infer<typeof memberRow>;

export const keyRow = z.object({
  id: rowId,
  name: z.string(),
  key_prefix: z.string(),
  key_sha256: z.string(),
  scopes: z.array(z.enum(scopes)),
  project: z.string().nullable(),
  expires_at: time.nullable(),
  revoked_at: time.nullable(),
  last_used_at: time.nullable(),
});
export type KeyRow = z.infer<typeof keyRow>;

export type NewKey = Pick<
  KeyRow,
  "name" | "key_prefix" | "key_sha256" | "scopes" | "project" | "expires_at"
> & {
  rate_per_second: number | null;
};

export type Access = Pick<MemberRow, "role" | "projects">;

/**
 * People and keys as the command line manages them, outside row-level security. Every refusal of the database is
 * thrown as a Failure with its sentence.
 */
export interface Administration {
  /** Sorted by address. */
  listMembers(): Promise<MemberRow[]>;
  /** The id of the account that signs in with this address, or null. */
  findAccount(email: string): Promise<string | null>;
  /** Makes an account that can sign in at once; resolves to its id. */
  createAccount(email: string, password: string): Promise<string>;
  addMember(userId: string, email: string, access: Access): Promise<void>;
  changeMember(id: string, access: Access): Promise<void>;
  removeMember(id: string): Promise<void>;
  createKey(key: NewKey): Promise<void>;
  /** Newest first. */
  listKeys(): Promise<KeyRow[]>;
  revokeKey(id: string): Promise<void>;
  close(): Promise<void>;
}
