import { createServer, type Server } from "node:net";
import { afterEach, expect, it, vi } from "vitest";
import { choosePorts, freePort, loopbackAddresses } from "./ports.mjs";

let server: Server | undefined;

afterEach(() => {
  vi.unstubAllEnvs();
  server?.close();
  server = undefined;
});

it("takes the default where nothing is set and the variable where it is", async () => {
  const [first, second] = [await freePort(), await freePort()];
  vi.stubEnv("GATEWAY_PORT", String(second));
  expect(await choosePorts({ PORT: first, GATEWAY_PORT: 1 })).toEqual({ PORT: first, GATEWAY_PORT: second });
});

it("gives none that an outgoing connection may take meanwhile", async () => {
  for (let count = 0; count < 20; count += 1) expect(await freePort()).toBeLessThan(32_768);
});

it.each(loopbackAddresses())("names port and variable when somebody listens on %s only", async (host) => {
  const port = await freePort();
  server = createServer();
  await new Promise<void>((done) => server?.listen(port, host, done));
  vi.stubEnv("PORT", String(port));
  await expect(choosePorts({ PORT: 3000 })).rejects.toThrow(
    `Port ${port} is taken by another program; stop it or set PORT to a free port.`,
  );
});

it.each(["http", "0", "70000", "-1", "3000.5"])("refuses PORT=%s by name", async (text) => {
  vi.stubEnv("PORT", text);
  await expect(choosePorts({ PORT: 3000 })).rejects.toThrow(
    `PORT must be a port number between 1 and 65535, not "${text}"`,
  );
});

it("refuses one number for two", async () => {
  const port = await freePort();
  vi.stubEnv("PORT", String(port));
  await expect(choosePorts({ PORT: 3000, IDP_PORT: port })).rejects.toThrow(
    `PORT and IDP_PORT are both ${port}`,
  );
});
