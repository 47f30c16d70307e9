import { awsClockOffset } from "@/lib/aws/clock";
import { assumeForTest, assumeTargetForNothing } from "@/lib/aws/connection";
import { reading } from "@/lib/db/client";
import { databaseClockOffset } from "@/lib/db/clock";
import { type ProcessKind, saveProblems } from "@/lib/db/processes";
import { type AccountConfig, config } from "@/lib/kernel/config/config";
import { newId, type ProcessId } from "@/lib/kernel/ids";
import { registerCheck } from "@/lib/kernel/readiness";
import { type CheckRole, roleArnOf } from "../connection/plan";
import { remedyOf } from "../connection/remedy";
import { type Answer, answerOf } from "../connection/run-trials";
import { clockProblem, isDeniedEverywhere, type ProcessProblem } from "./problems";

/**
 * Whether a process can do what it is there for: its clock is the database's and AWS's, and it can become each of its
 * roles in every account, as it does in earnest. What is wrong is kept with the process, for every page; a process that
 * has a role in no account is not ready.
 * @param log gets a line for each problem that is new, and one when all are gone
 */
export function selfCheck(
  kind: ProcessKind,
  id: ProcessId,
  log: (line: string) => void,
): () => Promise<readonly ProcessProblem[]> {
  let known = new Set<string>();
  let last: { at: number; problems: readonly ProcessProblem[] } | undefined;
  const accountIds = config().HALLIGAN_ACCOUNTS.map(({ accountId }) => accountId);
  registerCheck("aws-roles", async () => {
    if (!last) throw new Error("the roles have not been tried yet");
    if (isDeniedEverywhere(last.problems, accountIds)) throw new Error("a role is denied in every account");
    return { ageSeconds: Math.round((performance.now() - last.at) / 1000) };
  });
  return async () => {
    const problems = await findProblems(kind);
    last = { at: performance.now(), problems };
    await saveProblems(id, problems);
    const lines = problems.map((problem) => lineOf(problem));
    for (const line of lines) if (!known.has(line)) log(line);
    if (known.size > 0 && lines.length === 0) log("clock and roles are in order again");
    known = new Set(lines);
    return problems;
  };
}

async function findProblems(kind: ProcessKind): Promise<ProcessProblem[]> {
  const accounts = config().HALLIGAN_ACCOUNTS;
  const [database, aws, ...roles] = await Promise.all([
    databaseClockOffset(reading()),
    awsClockOffset(accounts[0]?.regions[0] ?? "us-east-1"),
    ...accounts.map((account) => (kind === "gateway" ? shellRoles(account) : standingRoles(account))),
  ]);
  return [...clockProblem("database", database), ...clockProblem("aws", aws), ...roles.flat()];
}

/** The gateway's: the broker, from it the target with a policy that denies everything, and the reader. */
async function shellRoles(account: AccountConfig): Promise<ProcessProblem[]> {
  const [broker, reader] = await Promise.all([
    answerOf(() => assumeForTest(account, account.brokerRoleArn)),
    answerOf(() => assumeForTest(account, account.readerRoleArn)),
  ]);
  const { value: credentials } = broker;
  const as = { roleSessionName: newId("session"), sourceIdentity: "halligan-check" };
  const target = credentials && (await answerOf(() => assumeTargetForNothing(account, credentials, as)));
  return [
    ...problemOf(account, "broker", broker.answer),
    ...(target ? problemOf(account, "target", target.answer) : []),
    ...problemOf(account, "gateway", reader.answer),
  ];
}

/** Those of jobs: reader and closer, and the author where there is one. */
async function standingRoles(account: AccountConfig): Promise<ProcessProblem[]> {
  const roles: CheckRole[] = ["reader", "closer", ...(account.authorRoleArn ? (["author"] as const) : [])];
  const found = await Promise.all(
    roles.map(async (role) => {
      const { answer } = await answerOf(() => assumeForTest(account, roleArnOf(account, role)));
      return problemOf(account, role, answer);
    }),
  );
  return found.flat();
}

function problemOf(account: AccountConfig, role: CheckRole, { outcome, words }: Answer): ProcessProblem[] {
  if (outcome !== "denied" && outcome !== "failed") return [];
  const { accountId, name } = account;
  return [{ kind: "role", accountId, name, role, outcome, words: words ?? "" }];
}

/** For the log: what is wrong, with the statement that mends it. */
function lineOf(problem: ProcessProblem): string {
  if (problem.kind === "clock") {
    const { against, seconds } = problem;
    const where = against === "aws" ? "AWS's" : "the database's";
    return `this host's clock is ${Math.abs(seconds)} s ${seconds > 0 ? "ahead of" : "behind"} ${where}: set it by NTP`;
  }
  const { accountId, name, role, outcome, words } = problem;
  const account = config().HALLIGAN_ACCOUNTS.find((candidate) => candidate.accountId === accountId);
  if (!account) return `${role} of ${accountId}: ${outcome}: ${words}`;
  const action = "sts:AssumeRole";
  const remedy = remedyOf(account, account.regions[0] ?? "", { role, action, outcome, words });
  const statements = remedy.statements.map(
    ({ place, of, json }) => `${place === "trust" ? "trust policy" : "policy"} of ${of}: ${oneLine(json)}`,
  );
  const add = statements.length > 0 ? `. Add to the ${statements.join("; or to the ")}` : "";
  const arn = roleArnOf(account, role);
  return `can't become ${arn} in account ${accountId} (${name}), ${outcome}: ${oneLine(words)}${add}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}
