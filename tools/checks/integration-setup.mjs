import { isBuildCurrent } from "../build.mjs";
import { forgetOwnAws } from "../command/environment.mjs";
import { CLUSTER_VARIABLE, startTestCluster } from "../database/test-cluster.mjs";

/**
 * Before the integration tests of vitest and before Playwright: a database server for the run, unless npm test
 * has started one for all of them.
 * @returns {Promise<() => Promise<void>>} puts it away
 */
export default async function setup() {
  forgetOwnAws();
  if (process.env[CLUSTER_VARIABLE]) return async () => {};
  if (!isBuildCurrent()) {
    console.warn(
      "Worlds run what was built, and the sources have changed since: npm run build -- --with-sandbox",
    );
  }
  const { handle, stop } = await startTestCluster();
  process.env[CLUSTER_VARIABLE] = JSON.stringify(handle);
  return stop;
}
