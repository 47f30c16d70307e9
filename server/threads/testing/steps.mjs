import { parentPort } from "node:worker_threads";

/** A worker of a test: doubles numbers, fails, ends or never answers. */
parentPort.on("message", (step) => {
  if (step === "end") process.exit(3);
  if (step === "fail") parentPort.postMessage({ failure: "no" });
  if (typeof step === "number") parentPort.postMessage({ done: step * 2 });
  while (step === "hang");
});
