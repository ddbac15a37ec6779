import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** A connection to the site that can be cut, stalled and taken away, as networks and restarts do. */
export type Interference = {
  url: string;
  /** After so many bytes of answers on a connection: cut it, hold it still, or (null) let everything through. */
  afterBytes: { bytes: number; action: "cut" | "stall" } | null;
  /** Resolves when a connection is held still. */
  stalled: Promise<void>;
  /** Stops listening and cuts what is open; `open` listens again at the same address. */
  close: () => Promise<void>;
  open: () => Promise<void>;
};

/** Stands between a client and the site at `target`. */
export async function interfere(target: string): Promise<Interference> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  let address = 0;
  let onStalled = () => {};
  const stalled = new Promise<void>((resolve) => {
    onStalled = resolve;
  });

  const accept = (from: Socket) => {
    const to = connect(Number(port), hostname);
    let bytes = 0;
    sockets.add(from).add(to);
    from.pipe(to);
    to.on("data", (chunk: Buffer) => {
      bytes += chunk.byteLength;
      const { afterBytes } = interference;
      if (!afterBytes || bytes <= afterBytes.bytes) {
        from.write(chunk);
      } else if (afterBytes.action === "cut") {
        from.resetAndDestroy();
        to.destroy();
      } else {
        to.pause();
        onStalled();
      }
    });
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      one.on("error", () => other.destroy());
      one.on("close", () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  };

  const interference: Interference = {
    url: "",
    afterBytes: null,
    stalled,
    async open() {
      const listening = createServer(accept);
      server = listening;
      await new Promise<void>((resolve) => listening.listen(address, "127.0.0.1", resolve));
      address = (listening.address() as AddressInfo).port;
      interference.url = `http://127.0.0.1:${address}`;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
    },
  };
  await interference.open();
  return interference;
}
