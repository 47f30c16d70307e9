interface Scope {
  shown: { title: string; body: string; tag: string; url: string }[];
  registration: ServiceWorkerRegistration;
}

import { expect, expectAccessible, expectConsole, test } from "../world/fixtures";

test("a message is shown for a push, and leads to the portal's own pages only", async ({ as, world }) => {
  const ben = await as("ben", "/notifications");
  await ben.context().grantPermissions(["notifications"], { origin: world.portalOrigin });
  await expect(ben.getByRole("heading", { name: "Push messages" })).toBeVisible();
  await expect(ben.getByRole("button", { name: "Turn on in this browser" })).toBeVisible();
  await expectAccessible(ben);

  const cdp = await ben.context().newCDPSession(ben);
  const registered = new Promise<string>((resolve) => {
    cdp.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const [first] = registrations;
      if (first) resolve(first.registrationId);
    });
  });
  await cdp.send("ServiceWorker.enable");
  await ben.evaluate(async () => {
    await navigator.serviceWorker.register("/push-worker.js");
    await navigator.serviceWorker.ready;
  });
  const registrationId = await registered;
  const tell = (data: string) =>
    cdp.send("ServiceWorker.deliverPushMessage", { origin: world.portalOrigin, registrationId, data });
  // Whether a window that keeps nothing may show a message is the browser's own matter: seen is what it is asked to show.
  const [worker] = ben.context().serviceWorkers();
  if (!worker) throw new Error("no service worker runs");
  await worker.evaluate(() => {
    const scope = globalThis as unknown as Scope;
    scope.shown = [];
    scope.registration.showNotification = async (title, { body = "", tag = "", data } = {}) => {
      scope.shown.push({ title, body, tag, url: data.url });
    };
  });
  const shown = () => worker.evaluate(() => (globalThis as unknown as Scope).shown.splice(0));

  await tell(
    JSON.stringify({
      ...{ title: "Ana Duarte requests access to payments-api-2", body: "Disk full" },
      ...{ url: `${world.portalOrigin}/requests/req_1`, tag: "req_1", language: "en" },
    }),
  );
  await expect.poll(shown).toEqual([
    {
      title: "Ana Duarte requests access to payments-api-2",
      ...{ body: "Disk full", tag: "req_1", url: `${world.portalOrigin}/requests/req_1` },
    },
  ]);
  // Later words about the same request take its place; an address elsewhere is none.
  await tell(JSON.stringify({ title: "Approved", url: "https://example.com/", tag: "req_1" }));
  await expect.poll(shown).toEqual([{ title: "Approved", body: "", tag: "req_1", url: world.portalOrigin }]);
  await tell("not JSON");
  await expect.poll(async () => (await shown()).map(({ title }) => title)).toEqual(["Halligan"]);
});

test("where the browser's maker can't be reached, the page says so", async ({ as, world }) => {
  const ben = await as("ben", "/notifications");
  // A window that keeps nothing has no push service; what the browser says to developers is no fault of the page.
  expectConsole(ben, /incognito/);
  await ben.context().grantPermissions(["notifications"], { origin: world.portalOrigin });
  await ben.waitForLoadState("networkidle");
  await ben.getByRole("button", { name: "Turn on in this browser" }).click();
  await expect(
    ben.getByText(/couldn't reach its push service|doesn't let Halligan show messages/),
  ).toBeVisible();
});
