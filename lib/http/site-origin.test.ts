import { describe, expect, it } from "vitest";
import { originFromHeaders } from "./site-origin";

const originOf = (headers: Record<string, string>) => originFromHeaders(new Headers(headers));

describe("the site's origin, when nothing says what it is", () => {
  it("is the host that was asked for", () => {
    expect(originOf({ host: "127.0.0.1:3000" })).toBe("http://127.0.0.1:3000");
  });

  it("is what the proxy nearest to the browser says", () => {
    expect(
      originOf({
        host: "10.0.0.7:3000",
        "x-forwarded-proto": "https, http",
        "x-forwarded-host": "retune.example.com, inner.example.com",
      }),
    ).toBe("https://retune.example.com");
  });

  it("is the loopback when the headers make no address of a site", () => {
    expect(originOf({ host: "a b" })).toBe("http://127.0.0.1");
    expect(originOf({ host: "example.com", "x-forwarded-proto": "javascript" })).toBe("http://127.0.0.1");
  });
});
