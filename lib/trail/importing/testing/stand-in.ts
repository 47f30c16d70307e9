import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A session as DescribeSessions lists it. */
export interface StandInSession {
  SessionId: string;
  Target: string;
  State: "Active" | "History";
  Owner: string;
  Status: string;
  DocumentName: string;
  /** Seconds since 1970. */
  StartDate: number;
  EndDate?: number;
}

/** What is answered to a call; undefined: what an account would; null: it was answered already, or never is. */
type Misbehave = (call: Call, response: ServerResponse) => object | null | undefined;

interface Call {
  /** `DescribeSessions`. */
  operation: string;
  input: Readonly<Record<string, unknown>>;
}

/** An AWS that answers what the sandbox can't be made to: circles of pages, silence, trickling answers. */
export async function startStandIn() {
  const sessions: StandInSession[] = [];
  let misbehave: Misbehave = () => undefined;
  const server = createServer((request, response) => {
    void textOf(request).then((body) => {
      const target = request.headers["x-amz-target"]?.toString();
      if (target === undefined) return assumed(response);
      const call = {
        operation: target.slice(target.indexOf(".") + 1),
        input: JSON.parse(body) as Call["input"],
      };
      const answer = misbehave(call, response);
      if (answer === null) return;
      response.setHeader("content-type", "application/x-amz-json-1.1");
      response.end(JSON.stringify(answer ?? answerOf(call, sessions)));
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sessions,
    misbehave: (as: Misbehave) => {
      misbehave = as;
    },
    refuse: (response: ServerResponse, code: string) => {
      response.writeHead(400, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify({ __type: code, message: "as the test wants it" }));
      return null;
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** What a well-behaved account says. */
export function answerOf({ operation, input }: Call, sessions: readonly StandInSession[]): object {
  if (operation === "FilterLogEvents") return { events: [] };
  if (operation !== "DescribeSessions") return {};
  const filters = (input.Filters ?? []) as { key: string; value: string }[];
  const id = filters.find(({ key }) => key === "SessionId")?.value;
  const found = sessions.filter(
    ({ State, SessionId }) => State === input.State && (id ?? SessionId) === SessionId,
  );
  return { Sessions: found.map(({ State, ...session }) => session) };
}

function assumed(response: ServerResponse): void {
  response.setHeader("content-type", "text/xml");
  response.end(`<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
    <AccessKeyId>ASIASTANDIN</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken>
    <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`);
}

async function textOf(message: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of message) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString("utf8");
}
