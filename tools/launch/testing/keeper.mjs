/** A launcher for tests that keeps programs running as `npm start` does; it says which processes run. */
import { startService } from "../../command/child-process.mjs";
import { onSignal } from "../../command/signals.mjs";
import { keepRunning } from "../keep-running.mjs";

const kept = [];
onSignal(async () => (await Promise.all(kept.map((one) => one.stop(3_000)))).every(Boolean));

const [folder = "", ...programs] = process.argv.slice(2);
for (const [index, program] of programs.entries()) {
  const name = `program ${index}`;
  const start = async () => {
    const service = await startService({
      name,
      command: ["-e", program],
      env: {},
      log: `${folder}/${index}.log`,
    });
    console.log(JSON.stringify({ name, pid: service.pid }));
    return service;
  };
  kept.push(await keepRunning(start, (said) => console.log(JSON.stringify({ name, said }))));
}
const sentence = await Promise.race(kept.map(({ gaveUp }) => gaveUp));
console.log(JSON.stringify({ sentence }));
process.exit(7);
