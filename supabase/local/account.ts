import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { Failure } from "./failure";
import type { Account } from "./paths";

/**
 * PostgreSQL refuses to run as root. Returns null for any other user, who runs it as themselves. For root: the owner
 * of an existing cluster, else the system user `postgres`, which is created when it is missing.
 */
export function findServerAccount(clusterDir: string): Account | null {
  if (process.getuid?.() !== 0) return null;
  const owner = statSync(clusterDir, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  return findAccount("postgres") ?? createAccount("postgres");
}

function findAccount(name: string): Account | null {
  try {
    const id = (flag: string) =>
      Number(execFileSync("id", [flag, name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
    return { uid: id("-u"), gid: id("-g") };
  } catch {
    return null;
  }
}

function createAccount(name: string): Account {
  const ways: [string, string[]][] = [
    ["groupadd", ["--system", "--force", name]],
    ["useradd", ["--system", "--no-create-home", "--gid", name, "--shell", "/usr/sbin/nologin", name]],
    // BusyBox
    ["adduser", ["-S", "-D", "-H", name]],
  ];
  for (const [command, args] of ways) {
    try {
      execFileSync(command, args, { stdio: "ignore" });
    } catch {
      // Whether it worked is decided by looking the account up, not by the exit code of one of several ways.
    }
    const account = findAccount(name);
    if (account && account.uid !== 0) return account;
  }
  throw new Failure(
    `PostgreSQL does not run as root and the system user "${name}" could not be created: create it (useradd --system ${name}), or start Retune as a normal user.`,
  );
}
