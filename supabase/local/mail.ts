import { appendFileSync } from "node:fs";

/** One e-mail that the local API would have sent. */
export interface CapturedMail {
  to: string;
  subject: string;
  /** Sign-in link to our own /auth/confirm, or null for a message without a link. */
  link: string | null;
  /** The one-time code, as an alternative to the link. */
  code: string | null;
}

const marker = "email captured (not delivered)";

/**
 * Turns the link that lite prints ({site}/auth/v1/verify?token=…&type=…&redirect_to=…) into the link that our e-mail
 * templates carry ({site}/auth/confirm?token_hash=…&type=…&redirect_to=…): its "token" is the hash that verifyOtp
 * takes, and /auth/v1 is not served under the site's address.
 */
export function toConfirmLink(printed: string, siteUrl: string): string | null {
  const from = URL.parse(printed);
  const token = from?.searchParams.get("token");
  const type = from?.searchParams.get("type");
  if (!from || !token || !type) return null;
  const link = new URL("/auth/confirm", siteUrl);
  link.searchParams.set("token_hash", token);
  link.searchParams.set("type", type);
  const next = from.searchParams.get("redirect_to");
  if (next && URL.parse(next)?.href !== new URL(siteUrl).href) link.searchParams.set("redirect_to", next);
  return link.href;
}

/**
 * Reads the console output of lite as it comes, chunk by chunk, and calls back for each whole e-mail. Everything that
 * is not part of an e-mail goes to `onLine`.
 */
export function createMailReader(options: {
  siteUrl: string;
  onMail: (mail: CapturedMail) => void;
  onLine: (line: string) => void;
}): (chunk: string) => void {
  let rest = "";
  let mail: CapturedMail | null = null;
  return (chunk) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line.includes(marker)) {
        mail = { to: "", subject: "", link: null, code: null };
        continue;
      }
      if (!mail) {
        options.onLine(line);
        continue;
      }
      if (line.startsWith("To: ")) mail.to = line.slice(4).trim();
      else if (line.startsWith("Subject: ")) mail.subject = line.slice(9).trim();
      mail.code ??= /\bcode(?: is)?:? (\d{6,10})\b/.exec(line)?.[1] ?? null;
      const url = /https?:\/\/\S+/.exec(line)?.[0];
      if (!url) continue;
      // The link is the last line of every message.
      mail.link = toConfirmLink(url, options.siteUrl);
      options.onMail(mail);
      mail = null;
    }
  };
}

const purposes: Record<string, string> = {
  magiclink: "Magic link",
  recovery: "Password link",
  signup: "Confirmation link",
  email_change: "Confirmation link",
  invite: "Invitation",
};

/** The line shown on the console, such as "Magic link for meg@example.com: http://127.0.0.1:3000/auth/confirm?…". */
export function describeMail(mail: CapturedMail): string {
  const type = (mail.link && URL.parse(mail.link)?.searchParams.get("type")) ?? "";
  return `${purposes[type] ?? mail.subject} for ${mail.to}: ${mail.link ?? `code ${mail.code}`}`;
}

/** Appends the message to the mail log, one JSON object a line, readable by its owner only. */
export function appendMail(file: string, mail: CapturedMail): void {
  appendFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), ...mail })}\n`, { mode: 0o600 });
}
