import { afterAll, beforeAll, beforeEach } from "vitest";
import { createMember, type Principal, uniqueName } from "./principals";
import { createScratch, type Scratch } from "./scratch";

// What tests of reviews and queues stand on. The names are set before each test of a file that calls `stageReviews`.

export let sql: Scratch["sql"];
export let meg: Principal;
export let ana: Principal;
export let owner: Principal;
export let admin: Principal;
/** A new one for each test. */
export let project: string;

/** A database of this test file with two reviewers, a product owner and an admin of every project. */
export function stageReviews(): void {
  let db: Scratch | undefined;
  beforeAll(async () => {
    db = await createScratch();
    sql = db.sql;
    [meg, ana, owner, admin] = await Promise.all([
      createMember(sql, "reviewer"),
      createMember(sql, "reviewer"),
      createMember(sql, "product_owner"),
      createMember(sql, "admin"),
    ]);
  });
  afterAll(() => db?.drop());
  beforeEach(() => {
    project = uniqueName("p");
  });
}
