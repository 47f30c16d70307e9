import { createHash, createHmac } from "node:crypto";
import { SSMClient, StartSessionCommand, TerminateSessionCommand } from "@aws-sdk/client-ssm";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { accountOf, clientSettings } from "@/lib/aws/credentials";
import { jobs, NODES } from "@/lib/requests/testing/world";
import { openMissingReviews } from "@/lib/reviews/open-review";
import { listSessions } from "@/lib/sessions/lists/list-sessions";
import { readSession } from "@/lib/sessions/read-session";
import { type AwsWorld, openAwsWorld } from "@/lib/sessions/testing/aws-world";
import { fetchEvidence } from "../fetch-evidence";
import { countLogs } from "./count-due-logs";
import { importSessions } from "./import-sessions";
import { readImported } from "./read-imported";
import { ACCOUNT, importedRow, outsider, REGION } from "./testing/outside";

let world: AwsWorld;
beforeAll(async () => {
  world = await openAwsWorld({ EVIDENCE_SECONDS: "1" });
  await world.as("jobs");
});
afterAll(() => world.close());

const find = () => importSessions(jobs, ACCOUNT, REGION);

/** A session under the last-resort role, opened and left as the runbook says. @returns AWS's id */
async function openAsLastResort(): Promise<string> {
  const { lastResortRoleArns, documentName } = accountOf(ACCOUNT);
  const settings = { ...clientSettings(REGION), credentials: world.operator };
  const { Credentials } = await new STSClient(settings).send(
    new AssumeRoleCommand({
      ...{ RoleArn: lastResortRoleArns[REGION], RoleSessionName: "operator" },
      ...{ SerialNumber: "GAHT00000001", TokenCode: tokenCode(world.operator.secretAccessKey) },
    }),
  );
  const credentials = {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  };
  const ssm = new SSMClient({ ...settings, credentials });
  const about = { Target: NODES.ledger, DocumentName: documentName, Reason: "INC-1, the portal is down" };
  const { SessionId = "" } = await ssm.send(new StartSessionCommand(about));
  await ssm.send(new TerminateSessionCommand({ SessionId }));
  return SessionId;
}

/** What the sandbox's hardware token shows now: RFC 6238. */
function tokenCode(secretAccessKey: string): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const seed = createHash("sha256").update(`mfa ${secretAccessKey}`).digest();
  const mac = createHmac("sha1", seed).update(counter).digest();
  const number = mac.readUInt32BE((mac.at(-1) ?? 0) & 0xf) & 0x7fff_ffff;
  return String(number % 1_000_000).padStart(6, "0");
}

it("is found when the portal is back, marked, and has its log and its review", async () => {
  await find();
  const [lastResort, other] = [await openAsLastResort(), await outsider(world).opens(NODES.ledger)];
  await outsider(world).ends(other);
  await outsider(world).logs(lastResort, ["/dev/nvme0n1p1 100%\n"]);
  await find();
  const { id, imported } = await importedRow(lastResort);
  expect(imported).toMatchObject({
    owner: `arn:aws:sts::${ACCOUNT}:assumed-role/HalliganLastResort-${REGION}/operator`,
    ...{ reason: "INC-1, the portal is down", isBeforeWatch: false },
  });
  await fetchEvidence(jobs, id);
  await countLogs(id);
  await openMissingReviews(jobs);
  expect((await importedRow(lastResort)).review).toMatchObject({ state: "open" });

  await world.as("web");
  const { cleo } = world.people;
  expect(await readSession(cleo, id)).toMatchObject({ kind: "imported", isLastResort: true });
  expect((await readImported(cleo, id))?.logs).toMatchObject([{ source: "stream", lines: 1 }]);
  const { rows } = await listSessions(cleo, { kind: "imported" });
  const marks = rows.map((row) => [row.outsideOwner?.split(":").at(-1), row.isLastResort]);
  expect(marks).toContainEqual([`assumed-role/HalliganLastResort-${REGION}/operator`, true]);
  expect(marks).toContainEqual(["user/operator", false]);
});
