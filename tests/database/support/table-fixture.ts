import type { Sql } from "postgres";

export type Values = Record<string, unknown>;

/** How the access test makes a row of one table, and what it changes in it. */
export interface TableFixture {
  /** False when rows belong to the installation rather than to a project. */
  hasProject: boolean;
  /** Columns that find the row again. */
  key: string[];
  /** The column that says whose row it is, in tables of which people see their own rows only. */
  owner?: string;
  /** A row that may be inserted; somebody else's where the table has an owner. */
  row(sql: Sql, project: string): Promise<Values>;
  change: Values;
}
