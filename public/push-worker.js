/**
 * Shows what the portal tells, and opens the request when it is tapped. It keeps nothing and answers no page's request:
 * the portal is never served from a store.
 */
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("push", (event) => {
  event.waitUntil(show(event.data));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.url));
});

/** A browser that shows nothing for a push message may take the permission away: what can't be read is told as well. */
async function show(data) {
  let message = {};
  try {
    message = data?.json() ?? {};
  } catch {
    // Nobody but the portal can encrypt for this browser, so it is a later release's.
  }
  const { title = "Halligan", body = "", url = "/inbox", tag = "halligan", language = "en" } = message;
  await self.registration.showNotification(String(title), {
    body: String(body),
    tag: String(tag),
    renotify: true,
    requireInteraction: true,
    lang: String(language),
    icon: "/icon-192.png",
    data: { url: ownAddress(url) },
  });
}

/** Only a page of the portal's own is opened. */
function ownAddress(url) {
  const target = new URL(String(url), self.location.origin);
  return target.origin === self.location.origin ? target.href : self.location.origin;
}

async function open(url) {
  const address = ownAddress(url ?? "/inbox");
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = windows.find((window) => window.url === address);
  if (there) return there.focus();
  return self.clients.openWindow(address);
}
