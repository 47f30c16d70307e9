import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page, Route } from "@playwright/test";
import { endAccess } from "../support/access";
import { test } from "../support/shell";
import { expect, expectConsole } from "../world/fixtures";

type Answer = (route: Route) => Promise<void>;

/** What stands between the browser and the gateway and answers for it, as the gateway's own headers would let it. */
const through = (given: { status?: number; body: string; headers?: Record<string, string> }): Answer => {
  return (route) => {
    const origin = route.request().headers().origin ?? "*";
    const headers = {
      "access-control-allow-origin": origin,
      "access-control-allow-credentials": "true",
      ...given.headers,
    };
    return route.fulfill({ status: given.status ?? 200, body: given.body, headers });
  };
};

const JSON_TYPE = { "content-type": "application/json" };
const ANSWERS: [name: string, answer: Answer][] = [
  ["broken JSON", through({ body: '{"version":1,"segm', headers: JSON_TYPE })],
  [
    "JSON of another shape",
    through({ body: '{"segments":"many","first":{"segment":7}}', headers: JSON_TYPE }),
  ],
  [
    "a proxy's page",
    through({ body: "<!doctype html><title>Corp proxy</title>", headers: { "content-type": "text/html" } }),
  ],
  ["nothing", through({ body: "" })],
  ["a refusal that isn't the gateway's", through({ status: 403, body: "<h1>Blocked</h1>" })],
];

/** A proxy that sends whoever isn't signed in with it to a page of its own. */
function startProxy(): Promise<Server> {
  const server = createServer((request, response) => {
    response.setHeader("access-control-allow-origin", request.headers.origin ?? "*");
    response.setHeader("access-control-allow-credentials", "true");
    response.writeHead(302, { location: "https://sso.example.com/sign-in" }).end();
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

const UNREADABLE = "The gateway's answer can't be read.";
const replayOf = (page: Page) => page.getByRole("region", { name: /^Replay of/ });

test("answers that can't be read are said, tried again a few times, and blank nothing", async ({
  openShell,
  as,
}) => {
  test.setTimeout(240_000);
  const { terminal, sessionId, page, grantId } = await openShell();
  await terminal.run("echo kept-$((40+4)); exit");
  await expect(terminal.over).toContainText("You exited the shell");
  await endAccess(page, grantId);
  const cleo = await as("cleo");
  expectConsole(
    cleo,
    /Failed to load resource|net::ERR_|blocked by CORS policy|preload|Content Security Policy/i,
  );

  const proxy = await startProxy();
  const { port } = proxy.address() as AddressInfo;
  const signIn: [string, Answer] = [
    "a redirect to a sign-in page",
    (route) => route.continue({ url: `http://127.0.0.1:${port}/` }),
  ];

  for (const [name, answer] of [...ANSWERS, signIn])
    await test.step(name, async () => {
      let asked = 0;
      await cleo.route(/\/gateway\/sessions\/[^/]+\/replay/, (route) => {
        asked += 1;
        return answer(route);
      });
      await cleo.goto(`/sessions/${sessionId}`);
      await expect(cleo.getByText(`${UNREADABLE} Retrying…`)).toBeVisible();
      await expect(cleo.getByText(/Reload the page/)).toBeVisible({ timeout: 20_000 });
      await expect(cleo.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(cleo.getByRole("tab", { name: /^Notes/ })).toBeVisible();
      // The HTML asks once besides, and a redirect that was followed is none that can be seen.
      expect(asked).toBeLessThanOrEqual(7);
      await cleo.unrouteAll();
    });
  proxy.close();

  await test.step("one cut answer costs a moment", async () => {
    await cleo.route(/\/gateway\/sessions\/[^/]+\/replay/, through({ body: '{"vers', headers: JSON_TYPE }), {
      times: 2,
    });
    await cleo.goto(`/sessions/${sessionId}`);
    await expect(replayOf(cleo)).toContainText("kept-44");
    await cleo.unrouteAll();
  });

  await test.step("a part beside the player", async () => {
    await cleo.route(/\/lines\?/, through({ body: '{"lines":{}}', headers: JSON_TYPE }));
    await cleo.goto(`/sessions/${sessionId}`);
    await cleo.getByRole("tab", { name: "Transcript" }).click();
    const transcript = cleo.getByRole("tabpanel", { name: "Transcript" });
    await expect(transcript.getByText(UNREADABLE)).toBeVisible({ timeout: 20_000 });
    await expect(replayOf(cleo)).toContainText("kept-44");
    await cleo.unrouteAll();
    await transcript.getByRole("button", { name: "Try again" }).click();
    await expect(transcript.getByRole("button", { name: /kept-44/ }).last()).toBeVisible();
  });

  await test.step("a network that is gone for longer than what can't be read is tried", async () => {
    await cleo.goto(`/sessions/${sessionId}`);
    await expect(replayOf(cleo)).toContainText("kept-44");
    let failed = 0;
    cleo.on("requestfailed", () => {
      failed += 1;
    });
    await cleo.context().setOffline(true);
    await cleo.getByRole("tab", { name: "Transcript" }).click();
    const status = replayOf(cleo).getByRole("status");
    await expect(status).toContainText("Can't reach the gateway. Retrying…");
    await expect.poll(() => failed, { timeout: 60_000 }).toBeGreaterThan(7);
    await expect(status).toContainText("Can't reach the gateway. Retrying…");
    await cleo.context().setOffline(false);
    await expect(status).toBeEmpty({ timeout: 20_000 });
    const transcript = cleo.getByRole("tabpanel", { name: "Transcript" });
    await expect(transcript.getByRole("button", { name: /kept-44/ }).last()).toBeVisible();
  });
});
