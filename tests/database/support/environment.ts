import { z } from "zod";

const schema = z.object({
  RETUNE_TEST_DATABASE_URL: z.url(),
  SUPABASE_URL: z.url(),
  SUPABASE_PUBLISHABLE_KEY: z.string().min(1),
  SUPABASE_SECRET_KEY: z.string().min(1),
  SUPABASE_JWT_SECRET: z.string().min(32),
});

/**
 * The stack under test: `npm test` and `npm run test:stack` set it.
 * @throws Error when it is incomplete or not on this machine; these tests write to, and delete from, what they are given.
 */
export function testEnvironment(): z.infer<typeof schema> {
  const env = schema.parse(process.env);
  for (const url of [env.RETUNE_TEST_DATABASE_URL, env.SUPABASE_URL]) {
    const { hostname } = new URL(url);
    if (!["127.0.0.1", "localhost", "[::1]"].includes(hostname)) {
      throw new Error(`The tests refuse ${hostname}: they run against a database on this machine only.`);
    }
  }
  return env;
}
