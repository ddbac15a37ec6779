import { expect, it } from "vitest";
import { describeDeliveryError } from "./prepare-deliveries";

it("says in words why a delivery did not arrive, and leaves words as they are", () => {
  expect(describeDeliveryError("getaddrinfo ENOTFOUND example.invalid")).toBe(
    "no machine has this name: check the address",
  );
  expect(describeDeliveryError("connect ECONNREFUSED 192.0.2.1:443")).toBe("nothing listens at this address");
  expect(describeDeliveryError("self-signed certificate")).toBe("its certificate is not valid");
  expect(describeDeliveryError("answered 503")).toBe("answered 503");
});
