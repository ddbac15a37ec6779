import { describe, expect, it } from "vitest";
import { type CapturedMail, createMailReader, describeMail, toConfirmLink } from "./mail";

const siteUrl = "http://127.0.0.1:3000";
const hash = "63135a8acd374b55c1a23a8c6a221e30182c33a00ba6fc4e487123ed7f2f71eb";
const printed = (type: string, redirect = siteUrl) =>
  `${siteUrl}/auth/v1/verify?token=${hash}&type=${type}&redirect_to=${encodeURIComponent(redirect)}`;

const message = [
  "[@supabase/lite] email captured (not delivered)",
  "To: meg@example.com",
  "Subject: Sign in to Retune",
  "",
  "Your login code is: 403006",
  "",
  `Or follow this link: ${printed("magiclink")}`,
  "",
].join("\n");

describe("toConfirmLink", () => {
  it("leads to our own page with the hash that verifyOtp takes", () => {
    expect(toConfirmLink(printed("magiclink"), siteUrl)).toBe(
      `${siteUrl}/auth/confirm?token_hash=${hash}&type=magiclink`,
    );
  });

  it("keeps a target other than the front page", () => {
    const link = new URL(toConfirmLink(printed("recovery", `${siteUrl}/account/password`), siteUrl) ?? "");
    expect(link.searchParams.get("redirect_to")).toBe(`${siteUrl}/account/password`);
  });

  it("gives nothing for an address without a token", () => {
    expect(toConfirmLink("http://example.com/", siteUrl)).toBeNull();
    expect(toConfirmLink("not an address", siteUrl)).toBeNull();
  });
});

describe("createMailReader", () => {
  function read(chunks: string[]) {
    const mails: CapturedMail[] = [];
    const lines: string[] = [];
    const reader = createMailReader({
      siteUrl,
      onMail: (mail) => mails.push(mail),
      onLine: (line) => lines.push(line),
    });
    for (const chunk of chunks) reader(chunk);
    return { mails, lines };
  }

  const expected = {
    to: "meg@example.com",
    subject: "Sign in to Retune",
    link: `${siteUrl}/auth/confirm?token_hash=${hash}&type=magiclink`,
    code: "403006",
  };

  it("tells e-mails from other lines", () => {
    const { mails, lines } = read([`before\n${message}after\n`]);
    expect(mails).toEqual([expected]);
    expect(lines).toEqual(["before", "after"]);
  });

  it("does not care where the output is cut", () => {
    for (let cut = 1; cut < message.length; cut += 7) {
      expect(read([message.slice(0, cut), message.slice(cut)]).mails).toEqual([expected]);
    }
  });

  it("reads one e-mail after the other", () => {
    expect(read([message + message]).mails).toEqual([expected, expected]);
  });
});

describe("describeMail", () => {
  it("says what the link is for and for whom", () => {
    const mail = {
      to: "x@y.z",
      subject: "s",
      code: "123456",
      link: toConfirmLink(printed("recovery"), siteUrl),
    };
    expect(describeMail(mail)).toBe(
      `Password link for x@y.z: ${siteUrl}/auth/confirm?token_hash=${hash}&type=recovery`,
    );
    expect(describeMail({ ...mail, link: null })).toBe("s for x@y.z: code 123456");
  });
});
