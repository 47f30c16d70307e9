import { handleOf, type Tx } from "@/lib/db/client";
import { isId, type PersonId } from "@/lib/kernel/ids";
import { storable } from "@/lib/kernel/text";
import { CHECK_OUTCOMES, CHECK_ROLES, type CheckOutcome, type CheckRole, type PlannedCheck } from "./plan";

export interface StoredCheck extends PlannedCheck {
  role: CheckRole;
  outcome: CheckOutcome;
  /** AWS's error name and words, or ours: hostile text. */
  words: string | null;
  checkedAt: Date;
}

/** An ordered test of one region of an account. */
export interface OrderedTest {
  accountId: string;
  region: string;
  orderedById: PersonId;
}

/**
 * Writes down that somebody wants a region tested.
 * @returns false when nobody has read the region yet: there is no row of it
 */
export async function saveTestOrder(tx: Tx, order: OrderedTest, at: Date): Promise<boolean> {
  const { accountId, region, orderedById } = order;
  const { count } = await handleOf(tx).accountRegion.updateMany({
    where: { accountId, region },
    data: { testOrderedAt: at, testOrderedById: orderedById },
  });
  return count > 0;
}

/**
 * Takes the ordered tests that this kind of process has not begun: each is taken once, by whoever is first.
 * @param longestWaitSeconds what was ordered longer ago is not done any more: nobody waits for it
 */
export async function takeOrderedTests(
  tx: Tx,
  process: "gateway" | "jobs",
  longestWaitSeconds: number,
): Promise<OrderedTest[]> {
  // Two statements and no name of a column put together: each login may write only its own.
  const db = handleOf(tx);
  const rows =
    process === "gateway"
      ? await db.$queryRaw<OrderedTest[]>`
          update account_regions set gateway_tested_at = clock_timestamp()
          where test_ordered_at > clock_timestamp() - make_interval(secs => ${longestWaitSeconds})
            and (gateway_tested_at is null or gateway_tested_at < test_ordered_at)
          returning account_id as "accountId", region, test_ordered_by_id as "orderedById"`
      : await db.$queryRaw<OrderedTest[]>`
          update account_regions set jobs_tested_at = clock_timestamp()
          where test_ordered_at > clock_timestamp() - make_interval(secs => ${longestWaitSeconds})
            and (jobs_tested_at is null or jobs_tested_at < test_ordered_at)
          returning account_id as "accountId", region, test_ordered_by_id as "orderedById"`;
  return rows.filter(({ orderedById }) => isId("person", orderedById));
}

export async function saveCheck(
  tx: Tx,
  { accountId, region }: Pick<OrderedTest, "accountId" | "region">,
  check: StoredCheck,
): Promise<void> {
  const { role, action, outcome, checkedAt } = check;
  const detail = check.words === null ? null : storable(check.words).slice(0, 600);
  await handleOf(tx).connectionCheck.upsert({
    where: { accountId_region_role_action: { accountId, region, role, action } },
    create: { accountId, region, role, action, outcome, detail, checkedAt },
    update: { outcome, detail, checkedAt },
  });
}

/** The newest answers of all accounts and regions, by "account region". */
export async function findChecks(tx: Tx): Promise<Map<string, StoredCheck[]>> {
  const rows = await handleOf(tx).connectionCheck.findMany();
  const found = new Map<string, StoredCheck[]>();
  for (const { accountId, region, action, detail, checkedAt, ...row } of rows) {
    const role = CHECK_ROLES.find((one) => one === row.role);
    const outcome = CHECK_OUTCOMES.find((one) => one === row.outcome);
    if (!role || !outcome) continue;
    const key = `${accountId} ${region}`;
    found.set(key, [...(found.get(key) ?? []), { role, action, outcome, words: detail, checkedAt }]);
  }
  return found;
}
