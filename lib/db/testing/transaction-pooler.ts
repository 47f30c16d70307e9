import { createServer, type Server, type Socket } from "node:net";
import pg from "pg";

interface Backend {
  client: pg.Client;
  stream: Socket;
}

const AUTHENTICATED = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0]);
const READY = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);

/**
 * A pooler in transaction mode, as small as it gets: whoever connects is let in, each transaction is given whichever
 * server connection was freed last, and what the server says between transactions (notices) reaches nobody.
 */
export class TransactionPooler {
  readonly #server: Server;
  readonly #free: Backend[] = [];
  readonly #all: Backend[] = [];

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(databaseUrl: string, size: number): Promise<TransactionPooler> {
    const pooler: TransactionPooler = new TransactionPooler(createServer((socket) => pooler.#serve(socket)));
    for (let count = 0; count < size; count++) {
      const client = new pg.Client({ connectionString: databaseUrl });
      client.on("error", () => {});
      await client.connect();
      // Logged in by the driver, spoken to by us from now on.
      const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
      stream.removeAllListeners("data");
      stream.on("data", () => {});
      const backend = { client, stream };
      pooler.#free.push(backend);
      pooler.#all.push(backend);
    }
    await new Promise<void>((done) => pooler.#server.listen(0, "127.0.0.1", done));
    return pooler;
  }

  url(databaseUrl: string): string {
    const address = this.#server.address();
    if (typeof address !== "object" || address === null) throw new TypeError("it does not listen");
    return Object.assign(new URL(databaseUrl), { port: String(address.port) }).href;
  }

  async stop(): Promise<void> {
    for (const { stream } of this.#all) stream.destroy();
    await new Promise((done) => this.#server.close(done));
  }

  #serve(socket: Socket): void {
    let isIn = false;
    let backend: Backend | undefined;
    let asked = Buffer.alloc(0);
    const answer = (data: Buffer) => {
      socket.write(data);
      // An answer ends with ReadyForQuery; "I" says that no transaction is open.
      const end = data.subarray(-6);
      if (end[0] === 0x5a && end[5] === 0x49) release();
    };
    const release = () => {
      if (!backend) return;
      backend.stream.removeListener("data", answer);
      this.#free.push(backend);
      backend = undefined;
    };
    socket.on("error", () => {});
    socket.on("close", release);
    socket.on("data", (data: Buffer) => {
      asked = Buffer.concat([asked, data]);
      if (!isIn) {
        if (asked.length < 4 || asked.length < asked.readInt32BE(0)) return;
        asked = asked.subarray(asked.readInt32BE(0));
        isIn = true;
        socket.write(Buffer.concat([AUTHENTICATED, READY]));
      }
      if (asked.length === 0) return;
      if (asked[0] === 0x58) {
        socket.end();
        return;
      }
      if (!backend) {
        backend = this.#free.pop();
        backend?.stream.on("data", answer);
      }
      backend?.stream.write(asked);
      asked = Buffer.alloc(0);
    });
  }
}
