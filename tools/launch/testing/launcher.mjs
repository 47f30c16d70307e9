/** A launcher for tests: holds a purpose, starts a service that never ends, and says the numbers of both. */
import { runTool, startService } from "../../command/child-process.mjs";
import { hold } from "../../command/single-instance.mjs";

const [folder = "", mode = "service"] = process.argv.slice(2);
await hold(folder, "demo", "http://localhost:1");
const program = `setInterval(() => {}, 1000); console.log("born"); process.on("disconnect", () => process.exit(0)); process.send({ ready: true });`;
if (mode === "service") {
  const service = await startService({ name: "It", command: ["-e", program], env: {}, log: `${folder}/log` });
  console.log(JSON.stringify({ pid: service.pid }));
} else {
  const script = `${folder}/tool.mjs`;
  runTool(script, [], { env: { PATH: process.env.PATH ?? "" }, isShown: true });
}
setInterval(() => {}, 1000);
