// npm run members -- add|list|set|remove: who may use this installation.
import { randomBytes } from "node:crypto";
import { emailSchema, type Role, roles } from "../lib/members/schemas";
import { findPasswordProblem } from "../lib/members/sign-in";
import { Failure } from "../supabase/local/failure";
import type { Administration, MemberRow } from "./administration";
import { formatDay, formatTable, parseOptions, runAdministration } from "./command";
import { openAdministration } from "./open-administration";
import { UsageError } from "./options";

const help = `npm run members -- <command>: who may use this installation

  add <e-mail> --role R [--projects a,b] [--password P]   make someone a member, and their account if there is none
  list                                                    everyone, with role and projects
  set <e-mail> [--role R] [--projects a,b | --all-projects]
  remove <e-mail>                                         their account stays, but sees nothing

Roles: ${roles.join(", ")}. Without --projects: every project.
Without --password a new account gets a random one, which is printed once.

It works on the running local stack. For a hosted Supabase project:
  --db-url postgres://…   or RETUNE_DB_URL (new accounts also need SUPABASE_URL and SUPABASE_PUBLISHABLE_KEY)
  --secret-key sb_secret_…   with SUPABASE_URL
`;

const print = (text: string) => process.stdout.write(text);

await runAdministration(async ([command, ...rest]) => {
  if (command === undefined || command === "help" || rest.includes("--help") || command.startsWith("-")) {
    print(help);
    return;
  }
  const run = { add, list, set, remove }[command];
  if (!run) throw new UsageError(`There is no command “${command}”: there are add, list, set and remove.`);
  const { administration, argv } = await openAdministration(rest);
  try {
    await run(administration, argv);
  } finally {
    await administration.close();
  }
});

async function add(administration: Administration, argv: string[]): Promise<void> {
  const { values, argument } = parseOptions(argv, "The e-mail address", {
    role: { type: "string" },
    projects: { type: "string" },
    password: { type: "string" },
  });
  const email = readEmail(argument);
  const role = readRole(values.role);
  if (!role) throw new UsageError(`--role is missing: ${roles.join(", ")}.`);
  const projects = readProjects(values.projects) ?? null;
  const problem = values.password === undefined ? null : findPasswordProblem(values.password);
  if (problem) throw new UsageError(`The password is not accepted: ${problem}`);

  const known = (await administration.listMembers()).find((member) => member.email.toLowerCase() === email);
  if (known) {
    throw new Failure(
      `${email} is a member already (${describeAccess(known)}): change that with npm run members -- set.`,
    );
  }
  const account = await administration.findAccount(email);
  if (account && values.password !== undefined) {
    throw new Failure(`${email} has an account already, whose password stays: leave --password out.`);
  }
  const password = values.password ?? randomBytes(15).toString("base64url");
  const userId = account ?? (await administration.createAccount(email, password));
  await administration.addMember(userId, email, { role, projects });
  print(`${email} is a member now: ${describeAccess({ role, projects })}.\n`);
  if (account) print("Their account exists already; its password is unchanged.\n");
  else if (values.password === undefined) print(`Password, shown only now: ${password}\n`);
}

async function list(administration: Administration, argv: string[]): Promise<void> {
  parseOptions(argv, null, {});
  const members = await administration.listMembers();
  if (members.length === 0) {
    process.stderr.write("There is no member yet: npm run members -- add you@example.com --role admin\n");
    return;
  }
  const rows = members.map(({ email, role, projects, created_at }) => [
    email,
    role,
    projects?.join(", ") ?? "(all)",
    formatDay(created_at),
  ]);
  print(formatTable([["E-MAIL", "ROLE", "PROJECTS", "SINCE"], ...rows]));
}

async function set(administration: Administration, argv: string[]): Promise<void> {
  const { values, argument } = parseOptions(argv, "The e-mail address", {
    role: { type: "string" },
    projects: { type: "string" },
    "all-projects": { type: "boolean" },
  });
  const email = readEmail(argument);
  const role = readRole(values.role);
  const projects = readProjects(values.projects);
  if (projects && values["all-projects"])
    throw new UsageError("Give either --projects or --all-projects, not both.");
  if (!role && !projects && !values["all-projects"]) {
    throw new UsageError("Nothing to change: give --role, --projects or --all-projects.");
  }
  const member = await getMember(administration, email);
  const access = {
    role: role ?? member.role,
    projects: values["all-projects"] ? null : (projects ?? member.projects),
  };
  await administration.changeMember(member.id, access);
  print(`${email}: ${describeAccess(access)}.\n`);
}

async function remove(administration: Administration, argv: string[]): Promise<void> {
  const email = readEmail(parseOptions(argv, "The e-mail address", {}).argument);
  const member = await getMember(administration, email);
  await administration.removeMember(member.id);
  print(`${email} is no longer a member.\n`);
}

async function getMember(administration: Administration, email: string): Promise<MemberRow> {
  const member = (await administration.listMembers()).find((each) => each.email.toLowerCase() === email);
  if (!member) throw new Failure(`${email} is not a member: npm run members -- list shows who is.`);
  return member;
}

function describeAccess({ role, projects }: Pick<MemberRow, "role" | "projects">): string {
  return `${role}, ${projects === null ? "every project" : `only ${projects.join(", ")}`}`;
}

function readEmail(text: string): string {
  const email = emailSchema.safeParse(text);
  if (email.success) return email.data;
  throw new UsageError(`“${text}” is not an e-mail address.`);
}

function readRole(text: string | undefined): Role | undefined {
  if (text === undefined) return undefined;
  const role = roles.find((each) => each === text);
  if (role) return role;
  throw new UsageError(`There is no role “${text}”: there are ${roles.join(", ")}.`);
}

function readProjects(text: string | undefined): string[] | undefined {
  if (text === undefined) return undefined;
  const projects = [...new Set(text.split(",").map((project) => project.trim()))];
  if (projects.some((project) => project === "" || project.length > 200) || projects.length > 100) {
    throw new UsageError("--projects needs 1 to 100 names of at most 200 characters, separated by commas.");
  }
  return projects;
}
