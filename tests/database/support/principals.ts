import { randomBytes, randomUUID } from "node:crypto";
import type { Sql, TransactionSql } from "postgres";

export type Role = "reviewer" | "product_owner" | "admin";
export type Scope = "ingest" | "read" | "export" | "metrics";

/** Somebody who calls the database: the subject of a token. */
export interface Principal {
  /** auth.uid(): the account's id, or the API key's. */
  id: string;
  /** The row in members or api_keys. */
  rowId: string;
}

/** A label that no other test uses. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${randomBytes(5).toString("hex")}`;
}

export async function createAccount(sql: Sql): Promise<{ id: string; email: string }> {
  const email = `${uniqueName("person")}@example.test`;
  const id = randomUUID();
  await sql`insert into auth.users (id, email) values (${id}, ${email})`;
  return { id, email };
}

export async function createMember(
  sql: Sql,
  role: Role,
  projects: string[] | null = null,
): Promise<Principal> {
  const { id, email } = await createAccount(sql);
  const [row] = await sql<{ id: string }[]>`
    insert into public.members (user_id, email, role, projects) values (${id}, ${email}, ${role}, ${projects}) returning id`;
  return { id, rowId: row?.id ?? "" };
}

export interface KeyOptions {
  project?: string | null;
  isRevoked?: boolean;
  isExpired?: boolean;
}

/** An API key's row; the key itself is of no use to a database test, its id is the subject of its tokens. */
export async function createKey(sql: Sql, scopes: Scope[], options: KeyOptions = {}): Promise<Principal> {
  const [row] = await sql<{ id: string }[]>`
    insert into public.api_keys (name, key_prefix, key_sha256, scopes, project, revoked_at, expires_at)
    values (${uniqueName("key")}, 'rt_test', ${randomBytes(32).toString("hex")}, ${scopes}, ${options.project ?? null},
      ${options.isRevoked ? new Date() : null}, ${options.isExpired ? new Date(Date.now() - 60_000) : null})
    returning id`;
  const id = row?.id ?? "";
  return { id, rowId: id };
}

/** Runs `work` in one transaction as the API would for this principal: its role, its token's subject, its rights. */
export function actAs<T>(
  sql: Sql,
  principal: Principal | "stranger" | "anon",
  work: (transaction: TransactionSql) => Promise<T>,
): Promise<T> {
  const role = principal === "anon" ? "anon" : "authenticated";
  const subject = principal === "anon" ? "" : principal === "stranger" ? randomUUID() : principal.id;
  return sql.begin(async (transaction) => {
    await transaction`select set_config('request.jwt.claim.sub', ${subject}, true), set_config('role', ${role}, true)`;
    return work(transaction);
  }) as Promise<T>;
}

/** Calls one function as a principal and answers its value. Arguments are given by name; null leaves a default out. */
export async function callAs<T>(
  sql: Sql,
  principal: Principal | "stranger" | "anon",
  name: string,
  args: Record<string, string | number | boolean | Date | null | undefined>,
): Promise<T> {
  const given = Object.entries(args).filter(([, value]) => value !== undefined);
  const list = given.map(([key], index) => `${key} => $${index + 1}`).join(", ");
  const values = given.map(([, value]) => value ?? null);
  return actAs(sql, principal, async (transaction) => {
    const [row] = await transaction.unsafe<{ result: T }[]>(
      `select public.${name}(${list}) as result`,
      values,
    );
    return row?.result as T;
  });
}
