// npm run -s keys -- create|list|revoke|publishable: the API keys of programs.
import { existsSync } from "node:fs";
import { apiKeyPrefix, generateApiKey, hashApiKey, isApiKey, type Scope, scopes } from "../lib/auth/api-keys";
import { Failure } from "../supabase/local/failure";
import { defaultDataDir } from "../supabase/local/paths";
import { loadSecrets, secretsFile } from "../supabase/local/secrets";
import type { Administration, KeyRow } from "./administration";
import { formatMinute, formatTable, parseOptions, runAdministration } from "./command";
import { readExpiry } from "./expiry";
import { openAdministration } from "./open-administration";
import { UsageError } from "./options";

const help = `npm run -s keys -- <command>: the API keys of programs

  create --name N --scopes ingest,read [--project P] [--expires 90d] [--rate N]
                        prints the new key, alone and only now
  list                  prefix, name, scopes, project, expiry, last use and state of every key
  revoke <id|prefix>    the key is refused from the next request on
  publishable           prints the publishable key of the local stack's Supabase API

Scopes: ${scopes.join(", ")}. Without --project: every project. --expires takes 12h, 90d, 4w or a date.
--rate is in requests per second: 100 unless given, 0 = unlimited.

It works on the running local stack. For a hosted Supabase project:
  --db-url postgres://…   or RETUNE_DB_URL
  --secret-key sb_secret_…   with SUPABASE_URL
`;

const print = (text: string) => process.stdout.write(text);

await runAdministration(async ([command, ...rest]) => {
  if (command === undefined || command === "help" || rest.includes("--help") || command.startsWith("-")) {
    print(help);
    return;
  }
  if (command === "publishable") {
    parseOptions(rest, null, {});
    print(`${findPublishableKey()}\n`);
    return;
  }
  const run = { create, list, revoke }[command];
  if (!run) {
    throw new UsageError(`There is no command “${command}”: there are create, list, revoke and publishable.`);
  }
  const { administration, argv } = await openAdministration(rest);
  try {
    await run(administration, argv);
  } finally {
    await administration.close();
  }
});

async function create(administration: Administration, argv: string[]): Promise<void> {
  const { values } = parseOptions(argv, null, {
    name: { type: "string" },
    scopes: { type: "string" },
    project: { type: "string" },
    expires: { type: "string" },
    rate: { type: "string" },
  });
  const key = generateApiKey();
  const name = values.name?.trim() ?? "";
  if (name.length < 1 || name.length > 200)
    throw new UsageError("--name is missing: what the key is for, in up to 200 characters.");
  if (values.project !== undefined && (values.project === "" || values.project.length > 200)) {
    throw new UsageError("--project needs a name of 1 to 200 characters.");
  }
  await administration.createKey({
    name,
    key_prefix: apiKeyPrefix(key),
    key_sha256: hashApiKey(key),
    scopes: readScopes(values.scopes),
    project: values.project ?? null,
    expires_at: values.expires === undefined ? null : readExpiry(values.expires, new Date()),
    rate_per_second: readRate(values.rate),
  });
  print(`${key}\n`);
  if (process.stdout.isTTY)
    process.stderr.write("Keep it now: it is stored as a checksum only and cannot be shown again.\n");
}

async function list(administration: Administration, argv: string[]): Promise<void> {
  parseOptions(argv, null, {});
  const keys = await administration.listKeys();
  if (keys.length === 0) {
    process.stderr.write("There is no key yet: npm run -s keys -- create --name my-app --scopes ingest\n");
    return;
  }
  const rows = keys.map((key) => [
    key.key_prefix,
    key.name,
    key.scopes.join(","),
    key.project ?? "(all)",
    formatMinute(key.expires_at),
    formatMinute(key.last_used_at),
    stateOf(key),
    key.id,
  ]);
  print(
    formatTable([
      ["PREFIX", "NAME", "SCOPES", "PROJECT", "EXPIRES (UTC)", "LAST USED (UTC)", "STATE", "ID"],
      ...rows,
    ]),
  );
}

async function revoke(administration: Administration, argv: string[]): Promise<void> {
  const { argument } = parseOptions(argv, "The id or prefix of the key", {});
  const isMatch = isApiKey(argument)
    ? (key: KeyRow) => key.key_sha256 === hashApiKey(argument)
    : (key: KeyRow) => key.id === argument.toLowerCase() || key.key_prefix === argument;
  const found = (await administration.listKeys()).filter(isMatch);
  const [key] = found;
  if (!key) throw new Failure("There is no such key: npm run -s keys -- list shows all.");
  if (found.length > 1)
    throw new Failure(`${found.length} keys begin with ${argument}: give the id instead.`);
  if (key.revoked_at !== null) {
    throw new Failure(`“${key.name}” was revoked already, at ${formatMinute(key.revoked_at)} UTC.`);
  }
  await administration.revokeKey(key.id);
  print(`“${key.name}” (${key.key_prefix}…) is revoked.\n`);
}

function stateOf(key: KeyRow): string {
  if (key.revoked_at !== null) return "revoked";
  return key.expires_at !== null && key.expires_at <= new Date() ? "expired" : "active";
}

function readScopes(text: string | undefined): Scope[] {
  if (!text)
    throw new UsageError(`--scopes is missing: one or more of ${scopes.join(", ")}, separated by commas.`);
  const given = [...new Set(text.split(",").map((scope) => scope.trim()))];
  return given.map((word) => {
    const scope = scopes.find((each) => each === word);
    if (scope) return scope;
    throw new UsageError(`There is no scope “${word}”: there are ${scopes.join(", ")}.`);
  });
}

function readRate(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (/^\d{1,6}$/.test(text) && Number(text) <= 100_000) return Number(text);
  throw new UsageError(`--rate must be a whole number from 0 to 100000, not “${text}”.`);
}

function findPublishableKey(): string {
  const dataDir = defaultDataDir();
  if (existsSync(secretsFile(dataDir))) return loadSecrets(dataDir).publishableKey;
  throw new Failure(
    "There is no local stack here yet: start it with npm start. A hosted project shows its key under API keys.",
  );
}
