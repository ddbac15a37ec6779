import { describe, expect, test } from "vitest";
import { findCards, findEmails, findIbans, findIps, findPhones, passesLuhn, type Span } from "./detectors";
import { findNationalIds } from "./national-ids";
import { describePatternFault } from "./patterns";
import { createFinder, redact } from "./redact";

const cut = (text: string, spans: readonly Span[]) => spans.map(({ start, end }) => text.slice(start, end));

describe("e-mail addresses", () => {
  test.each([
    ["write to alice@example.com.", ["alice@example.com"]],
    ["<Alice.O'Neil+news@mail.example.co.uk>", ["Alice.O'Neil+news@mail.example.co.uk"]],
    ["(a@b.io),c_d@e-f.museum", ["a@b.io", "c_d@e-f.museum"]],
    ["mailto:jürgen@müller.de", ["jürgen@müller.de"]],
    ["x@xn--bcher-kva.xn--p1ai", ["x@xn--bcher-kva.xn--p1ai"]],
    ["ALICE@EXAMPLE.COM", ["ALICE@EXAMPLE.COM"]],
    ["'quoted@example.com'", ["quoted@example.com"]],
    ["emails: 老王@例子.广告 now", ["老王@例子.广告"]],
  ])("%s", (text, found) => expect(cut(text, findEmails(text))).toEqual(found));

  test.each([
    "npm i lodash@4.17.21",
    "@pydantic/genai-prices",
    "me@localhost",
    "a @ b.com",
    "@decorator",
    "foo@.com",
    "user@-x.de",
    "5 @ 3.50",
    "@@@@@@",
  ])("%s is none", (text) => expect(cut(text, findEmails(text))).toEqual([]));
});

describe("card numbers", () => {
  test.each([
    ["4111111111111111", ["4111111111111111"]],
    ["Visa 4111 1111 1111 1111, exp 12/28", ["4111 1111 1111 1111"]],
    ["4111-1111-1111-1111 123", ["4111-1111-1111-1111"]],
    ["5555555555554444;378282246310005", ["5555555555554444", "378282246310005"]],
    ["3782 822463 10005", ["3782 822463 10005"]],
    ["6011.1111.1111.1117", ["6011.1111.1111.1117"]],
    ["30569309025904 3530111333300000", ["30569309025904", "3530111333300000"]],
    ["2223003122003222", ["2223003122003222"]],
    ["6200 0000 0000 0005", ["6200 0000 0000 0005"]],
    ["card:4012888888881881.", ["4012888888881881"]],
    ["Visa4222222222222", ["4222222222222"]],
    ["卡号4111111111111111。", ["4111111111111111"]],
    ["4111 1111 1111 1111 12/28 737", ["4111 1111 1111 1111"]],
  ])("%s", (text, found) => expect(cut(text, findCards(text))).toEqual(found));

  test.each([
    "4111111111111112",
    "1234567812345670",
    "1718000000000",
    "1718000000.123456",
    "0000000000000000",
    "41111111111111111111111",
    "sha a4111111111111111f",
    "4-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1",
    "9781861972712",
    "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13",
  ])("%s is none", (text) => expect(cut(text, findCards(text))).toEqual([]));

  test("Luhn", () => {
    expect(passesLuhn("79927398713")).toBe(true);
    expect(passesLuhn("79927398710")).toBe(false);
  });
});

describe("IBANs", () => {
  test.each([
    ["DE89370400440532013000", ["DE89370400440532013000"]],
    ["IBAN: GB82 WEST 1234 5698 7654 32.", ["GB82 WEST 1234 5698 7654 32"]],
    ["fr1420041010050500013m02606", ["fr1420041010050500013m02606"]],
    ["NO9386011117947 und NL91ABNA0417164300", ["NO9386011117947", "NL91ABNA0417164300"]],
    ["DE89-3704-0044-0532-0130-00 bitte", ["DE89-3704-0044-0532-0130-00"]],
    ["MT84 MALT 0110 0001 2345 MTLC AST0 01S", ["MT84 MALT 0110 0001 2345 MTLC AST0 01S"]],
  ])("%s", (text, found) => expect(cut(text, findIbans(text))).toEqual(found));

  test.each(["DE88370400440532013000", "DE8937040044053201300", "ab12 is a code", "XX89370400440532013000"])(
    "%s is none",
    (text) => expect(cut(text, findIbans(text))).toEqual([]),
  );
});

describe("IP addresses", () => {
  test.each([
    ["from 203.0.113.7:8080", ["203.0.113.7"]],
    ["192.168.1.1/24.", ["192.168.1.1"]],
    ["2001:db8::1 and fe80::1", ["2001:db8::1", "fe80::1"]],
    ["[2001:0db8:85a3:0000:0000:8a2e:0370:7334]", ["2001:0db8:85a3:0000:0000:8a2e:0370:7334"]],
    ["::ffff:192.0.2.128", ["192.0.2.128"]],
  ])("%s", (text, found) => expect(cut(text, findIps(text))).toEqual(found));

  test.each([
    "127.0.0.1:3000",
    "0.0.0.0",
    "::1",
    "std::vector",
    "a::b",
    "dead::beef",
    "12:30:45",
    "1.2.3",
    "1.2.3.4.5",
    "256.1.1.1",
    "Chrome/120.0.6099.109",
    "00:1b:44:11:3a:b7",
  ])("%s is none", (text) => expect(cut(text, findIps(text))).toEqual([]));
});

describe("phone numbers", () => {
  test.each([
    ["call +1 415 555 2671.", null, ["+1 415 555 2671"]],
    ["+49 (0)30 901820", null, ["+49 (0)30 901820"]],
    ["+442071838750,+33 1 42 68 53 00", null, ["+442071838750", "+33 1 42 68 53 00"]],
    ["+1-415-555-2671 12345678", null, ["+1-415-555-2671"]],
    ["(415) 555-2671", "US", ["(415) 555-2671"]],
    ["030 901820", "DE", ["030 901820"]],
    ["020 7183 8750", "GB", ["020 7183 8750"]],
    ["ruf 0170 1234567 an", "DE", ["0170 1234567"]],
  ] as const)("%s (%s)", (text, region, found) => expect(cut(text, findPhones(text, region))).toEqual(found));

  test.each([
    ["(415) 555-2671", null],
    ["030 901820", null],
    ["+1 000 000 0000", null],
    ["1 + 2345678", null],
    ["C++ 20230101", null],
    ["2026-11-21 16:18:41", "US"],
    ["555-2671", "US"],
    ["901820", "DE"],
    ["order 1234567", "DE"],
    ["3.14159265358", "US"],
  ] as const)("%s (%s) is none", (text, region) => expect(cut(text, findPhones(text, region))).toEqual([]));
});

describe("national ids", () => {
  test.each([
    ["SSN 536-90-4399.", ["536-90-4399"]],
    ["NI AB 12 34 56 C", ["AB 12 34 56 C"]],
    ["IdNr 36 574 261 809", ["36 574 261 809"]],
    ["295109912611193", ["295109912611193"]],
    ["DNI 54362315K, NIE X2482300W", ["54362315K", "X2482300W"]],
    ["BSN 111222333", ["111222333"]],
    ["RCCMNL83S18D969H", ["RCCMNL83S18D969H"]],
    ["CPF 390.533.447-05", ["390.533.447-05"]],
    ["PESEL 44051401359", ["44051401359"]],
  ])("%s", (text, found) => expect(cut(text, findNationalIds(text))).toEqual(found));

  test.each([
    "000-12-3456",
    "666-12-3456",
    "987-65-4321",
    "536-00-4399",
    "54362315L",
    "111222334",
    "x536-90-43990",
    "1536-90-4399",
  ])("%s is none", (text) => expect(cut(text, findNationalIds(text))).toEqual([]));
});

describe("redacting", () => {
  const all = {
    detectors: ["email", "card", "iban", "ip", "phone", "national_id"] as const,
    phone_region: "US",
    patterns: [{ name: "EMPLOYEE_ID", pattern: "\\bE-\\d{5}\\b" }],
  };
  const find = createFinder({ ...all, detectors: [...all.detectors] });
  const clean = (text: string) => redact(text, find(text));

  test("names what was there", () => {
    expect(
      clean(
        "I am alice@example.com (+1 415 555 2671), E-12345, 4111 1111 1111 1111, 536-90-4399 at 203.0.113.7",
      ),
    ).toBe("I am [EMAIL] ([PHONE]), [EMPLOYEE_ID], [CARD], [NATIONAL_ID] at [IP]");
  });

  test("a UUID is no number of anybody, though its digits may pass a checksum", () => {
    expect(clean("4123 4567 1234 4009")).toBe("[CARD]");
    const uuid = "41234567-1234-4009-a123-0123456789ab";
    expect(clean(`${uuid} test-${uuid}, id=${uuid.toUpperCase()}`)).toBe(
      `${uuid} test-${uuid}, id=${uuid.toUpperCase()}`,
    );
    expect(clean(`${uuid} 4123-4567-1234-4009`)).toBe(`${uuid} [CARD]`);
    expect(clean("41234567-1234-4009")).toBe("[CARD]");
    expect(clean(`${uuid}@example.com`)).toBe("[EMAIL]");
  });

  test("leaves nothing of two that overlap", () => {
    const overlapping = createFinder({
      detectors: [],
      phone_region: null,
      patterns: [
        { name: "LEFT", pattern: "abcd" },
        { name: "RIGHT", pattern: "cdefgh" },
        { name: "SHORT", pattern: "ab" },
      ],
    });
    const text = "-abcdefgh-";
    expect(redact(text, overlapping(text))).toBe("-[LEFT]-");
  });

  test("counts characters as the text does, also after emoji", () => {
    expect(clean("👩‍💻🚌 E-12345 alice@example.com 🚌")).toBe("👩‍💻🚌 [EMPLOYEE_ID] [EMAIL] 🚌");
  });

  test("is done after once", () => {
    const once = clean("alice@example.com 4111111111111111");
    expect(clean(once)).toBe(once);
  });

  test("says what is wrong with a pattern", () => {
    expect(describePatternFault("\\d{4}")).toBeNull();
    expect(describePatternFault("(a")).toMatch(/RE2/);
    expect(describePatternFault("(?=a)b")).toMatch(/RE2/);
    expect(describePatternFault("a*")).toMatch(/empty/);
  });

  test("a pattern that other engines choke on ends", () => {
    const evil = createFinder({
      detectors: [],
      phone_region: null,
      patterns: [{ name: "EVIL", pattern: "(a+)+b" }],
    });
    expect(evil("a".repeat(100_000))).toEqual([]);
  });
});
