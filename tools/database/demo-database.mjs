import { join } from "node:path";
import { readJson, stateSubfolder, writePrivate } from "../checkout/state-folder.mjs";
import { step } from "../command/progress.mjs";
import { migrate } from "../migrate.mjs";
import { startPostgres } from "./embedded-postgres.mjs";
import { asSuperuser, createLogins, joinGroups } from "./login-roles.mjs";

const NAME = "halligan";

/**
 * Starts the database of a state folder and brings it up to this checkout's migrations.
 * @param {string} state the state folder
 * @param {object} options
 * @param {(server: import("./embedded-postgres.mjs").Server) => void} options.onStarted called as soon as it runs
 * @param {boolean} [options.dropUnfinished] a start that was cut off before its history was complete begins again
 * @returns {Promise<{ urls: import("./login-roles.mjs").DatabaseUrls, needsSeed: boolean, markSeeded: () => void }>}
 */
export async function prepareDatabase(state, { onStarted, dropUnfinished = false }) {
  const server = await step("Starting the database", () =>
    startPostgres({ folder: join(state, "database"), programs: join(state, "programs") }),
  );
  onStarted(server);
  const seeded = join(stateSubfolder(state, "progress"), "seeded.json");
  const needsSeed = readJson(seeded) === undefined;
  const urlsOf = await createLogins(server, state);
  await asSuperuser(server, async (client) => {
    if (needsSeed && dropUnfinished) await client.query(`DROP DATABASE IF EXISTS ${NAME} WITH (FORCE)`);
    const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [NAME]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${NAME} OWNER halligan_owner`);
  });
  const urls = urlsOf(NAME);
  await step("Migrating the database", () => migrate({ url: urls.owner }));
  await joinGroups(server);
  return { urls, needsSeed, markSeeded: () => writePrivate(seeded, `${JSON.stringify({ seeded: true })}\n`) };
}
