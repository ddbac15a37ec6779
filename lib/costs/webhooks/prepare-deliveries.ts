// What the network says when a delivery does not arrive, in words.
const causes: readonly [code: RegExp, text: string][] = [
  [/\bENOTFOUND\b/, "no machine has this name: check the address"],
  [/\bEAI_AGAIN\b/, "the name could not be looked up just now"],
  [/\bECONNREFUSED\b/, "nothing listens at this address"],
  [/\b(ECONNRESET|EPIPE)\b|socket hang up/, "the receiver hung up before it answered"],
  [/\b(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)\b/, "the machine at this address cannot be reached"],
  [/certificate|\bCERT_|_CERT\b|ERR_TLS/i, "its certificate is not valid"],
];

/** Why a delivery did not arrive, as people read it; what is words already stays. */
export const describeDeliveryError = (error: string): string =>
  causes.find(([code]) => code.test(error))?.[1] ?? error;
