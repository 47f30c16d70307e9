import { afterAll, beforeAll, expect, test } from "vitest";
import { openSessionWorld, type SessionWorld, until } from "./testing/session-world";

let world: SessionWorld;
beforeAll(async () => {
  world = await openSessionWorld();
});
afterAll(() => world.close());

test("a shell shows its prompt, echoes what is typed and ends with exit", async () => {
  const credentials = await world.start();
  const client = world.client(credentials);
  await until(() => client.output.includes("ssm-user@ip-10-0-3-17:~$ "), "the prompt");
  client.type("echo $((40+2)); hostname\n");
  await until(() => /42\r\nip-10-0-3-17\.eu-west-1\.compute\.internal\r\n/.test(client.output), "the output");
  client.type("exit\n");
  await until(() => client.lastLine, "the end");
  expect(client.lastLine).toBe(`Exiting session with sessionId: ${credentials.sessionId}.`);
  expect(world.port.get(credentials.sessionId)).toMatchObject({
    status: "Terminated",
    endDate: expect.any(Number),
  });
});
