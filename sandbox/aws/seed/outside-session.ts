import { goJson } from "../sessions/terminal-lines";
import type { World } from "../world";
import { CORE } from "./account";
import { LOG_GROUP, SHELL_DOCUMENT } from "./documents";

const NODE = "i-0b7d20e94a6c8135f";
const SESSION_ID = "operator-0c4be27a91d35f608";
const SECONDS_AGO = 52 * 60;

/** What the agent logged, and how many seconds after the start. */
const LOGGED: readonly (readonly [number, readonly string[]])[] = [
  [4, ["$ hostname", "ledger-3"]],
  [19, ["$ ls /var/lib/ledger/queue | wc -l", "1840"]],
  [57, ["$ sudo systemctl restart ledger-worker"]],
  [83, ["$ ls /var/lib/ledger/queue | wc -l", "1827"]],
  [96, ["$ exit"]],
];

/**
 * For the demo's story: somebody with keys of the account had a shell before the demo began, with the AWS CLI and no
 * portal. Once; the session has no shell any more, only its row and what its agent logged.
 */
export function seedOutsideSession({ clock, logs, sessions }: World): void {
  if (sessions.get(SESSION_ID)) return;
  const { accountId, regions } = CORE;
  const [region] = regions;
  const startDate = clock.now() - SECONDS_AGO * 1000;
  const owner = `arn:aws:iam::${accountId}:user/operator`;
  sessions.remember({
    ...{ sessionId: SESSION_ID, accountId, region, target: NODE, documentName: SHELL_DOCUMENT, owner },
    ...{ reason: "quick look", status: "Terminated", accessType: "Standard" },
    ...{ startDate, endDate: startDate + 97_000 },
  });
  logs.createLogStream(accountId, region, LOG_GROUP, SESSION_ID);
  for (const [seconds, sessionData] of LOGGED) {
    const timestamp = startDate + seconds * 1000;
    const message = goJson({
      eventVersion: "1.0",
      eventTime: `${new Date(timestamp).toISOString().slice(0, 19)}Z`,
      awsRegion: region,
      target: { id: NODE },
      userIdentity: { arn: owner },
      runAsUser: "ssm-user",
      sessionId: SESSION_ID,
      sessionData,
    });
    logs.putLogEvents(accountId, region, LOG_GROUP, SESSION_ID, [{ timestamp, message }]);
  }
}
