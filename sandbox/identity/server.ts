import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Provider } from "oidc-provider";
import { Entry } from "./entry";
import { openStateFolder } from "./files";
import { FormTokens } from "./form-tokens";
import { loadKeys } from "./keys";
import { mailPage } from "./mail-page";
import { startMailServer } from "./mail-server";
import { Mailbox } from "./mailbox";
import { ON_CALL_CALENDAR } from "./on-call";
import { chooserPage, errorPage, groupsPage, strangerPage } from "./pages";
import { People } from "./people";
import { createProvider, forgetSession } from "./provider";
import { Records } from "./records";
import type { IdentitySettings } from "./settings";
import { STYLE_HASH } from "./style";

const MOST_BODY_BYTES = 16_384;
const INTERACTION = /^\/interaction\/([\w-]{8,64})$/;

interface Site {
  settings: IdentitySettings;
  provider: Provider;
  people: People;
  tokens: FormTokens;
  entry: Entry;
  mailbox: Mailbox;
  hosts: string[];
  /** Where forms of our own pages come from. */
  origins: string[];
}

/**
 * Starts the identity provider on 127.0.0.1 and, where the machine has it, on ::1.
 * @returns a function that stops it
 * @throws the system's error when the port can't be had (code EADDRINUSE: it is taken)
 */
export async function startIdentityProvider(settings: IdentitySettings): Promise<() => Promise<void>> {
  openStateFolder(settings.stateFolder);
  const people = new People(settings.stateFolder);
  const keys = loadKeys(settings.stateFolder);
  const records = new Records(settings.stateFolder, Date.now);
  const provider = createProvider(settings, { people, keys, records });
  const issuer = new URL(settings.issuer);
  const loopback = ["127.0.0.1", "localhost", "[::1]"].map((name) => `${name}:${settings.port}`);
  const site: Site = {
    ...{ settings, provider, people, tokens: new FormTokens(Date.now) },
    mailbox: new Mailbox(Date.now),
    entry: new Entry({ code: settings.entryCode, port: settings.port }),
    hosts: [...loopback, issuer.host],
    origins: [...loopback.map((host) => `http://${host}`), issuer.origin],
  };
  const answerProtocol = provider.callback();

  const handle = (request: IncomingMessage, response: ServerResponse) => {
    // A page of another host name that resolves to this machine must get nothing (DNS rebinding).
    if (!site.hosts.includes(request.headers.host ?? "")) {
      response.writeHead(421, { "content-type": "text/plain" }).end("This host is not served here.\n");
      return;
    }
    setHeaders(site, response);
    // Only we say how we were reached: what stands in front of an https issuer hands on bytes and no headers.
    delete request.headers["x-forwarded-host"];
    request.headers["x-forwarded-proto"] =
      request.headers.host === issuer.host ? issuer.protocol.slice(0, -1) : "http";
    if (request.headers.cookie) request.headers.cookie = forgetSession(request.headers.cookie);
    handlePages(site, request, response)
      .then((isDone) => {
        if (!isDone) answerProtocol(request, response);
      })
      .catch((error: unknown) => answerFailure(site, response, error));
  };

  const servers = [await listen(handle, settings.port, "127.0.0.1")];
  try {
    servers.push(await listen(handle, settings.port, "::1"));
  } catch (error) {
    if (!hasCode(error, "EADDRNOTAVAIL", "EAFNOSUPPORT")) {
      await Promise.all(servers.map(close));
      throw error;
    }
  }
  const stopMail =
    settings.mailPort === undefined ? undefined : await startMailServer(settings.mailPort, site.mailbox);
  return async () => {
    await Promise.all([...servers.map(close), stopMail?.()]);
  };
}

function setHeaders(site: Site, response: ServerResponse): void {
  // The form's answer redirects to the portal, and form-action covers redirects too.
  const targets = [...new Set(site.settings.redirectUris.map((uri) => new URL(uri).origin))].join(" ");
  response.setHeader(
    "content-security-policy",
    `default-src 'none'; style-src '${STYLE_HASH}'; img-src data:; form-action 'self' ${targets}; ` +
      "base-uri 'none'; frame-ancestors 'none'",
  );
  response.setHeader("x-content-type-options", "nosniff");
  // "no-referrer" would make the browser send "Origin: null" with our own forms.
  response.setHeader("referrer-policy", "same-origin");
  response.setHeader("cache-control", "no-store");
}

/** Answers our own pages. @returns false when the address belongs to the protocol */
async function handlePages(site: Site, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  // Behind an origin of ours, so that no part of what was sent is taken for one ("//[").
  const address = `${new URL(site.settings.issuer).origin}${request.url ?? "/"}`;
  if (!request.url?.startsWith("/") || !URL.canParse(address)) {
    sendPage(response, 400, errorPage("Not here", "This is no address.", site.settings));
    return true;
  }
  const url = new URL(address);
  // The portal reads it: nobody signs in for that.
  if (url.pathname === "/on-call.ics") {
    response.writeHead(200, { "content-type": "text/calendar; charset=utf-8" }).end(ON_CALL_CALENDAR);
    return true;
  }
  if (url.pathname === "/open") {
    enter(site, response, url.searchParams.get("code") ?? "");
    return true;
  }
  const interactionId = INTERACTION.exec(url.pathname)?.[1];
  const isMail = url.pathname === "/mail" && site.settings.mailPort !== undefined;
  const isPage = url.pathname === "/" || url.pathname === "/groups" || interactionId !== undefined || isMail;
  if (!isPage) return false;
  if (!site.entry.isOpenTo(request.headers.cookie)) {
    sendPage(response, 403, strangerPage());
    return true;
  }

  if (request.method === "GET") {
    if (interactionId) await showChooser(site, request, response);
    else if (url.pathname === "/") redirect(response, "/groups");
    else if (isMail) showMail(site, response, url.searchParams.get("of") ?? "");
    else showGroups(site, response, url.searchParams.get("from"), url.searchParams.get("saved"));
    return true;
  }
  if (request.method !== "POST" || url.pathname === "/" || isMail) {
    sendPage(response, 405, errorPage("Not here", "This address answers GET only.", site.settings));
    return true;
  }
  if (!site.origins.includes(request.headers.origin ?? "")) {
    sendPage(response, 403, errorPage("Refused", "This form was sent from another site.", site.settings));
    return true;
  }
  const form = await readForm(request);
  if (interactionId) await choosePerson(site, request, response, form);
  else saveGroups(site, response, form);
  return true;
}

/** Remembers a browser that brings the code, and shows it the portal. */
function enter(site: Site, response: ServerResponse, code: string): void {
  const cookie = site.entry.admit(code);
  const portal = site.settings.redirectUris[0];
  if (cookie === undefined || portal === undefined) {
    sendPage(response, 403, strangerPage());
    return;
  }
  response.setHeader("set-cookie", cookie);
  redirect(response, `${new URL(portal).origin}/`);
}

async function showChooser(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const interaction = await site.provider.interactionDetails(request, response);
  sendPage(
    response,
    200,
    chooserPage(interaction.uid, site.people.all(), site.settings.mailPort !== undefined),
  );
}

async function choosePerson(
  site: Site,
  request: IncomingMessage,
  response: ServerResponse,
  form: URLSearchParams,
): Promise<void> {
  const person = site.people.find(form.get("person") ?? "");
  if (!person) {
    sendPage(response, 400, errorPage("Unknown person", "The demo has no such person.", site.settings));
    return;
  }
  const next = await site.provider.interactionResult(
    request,
    response,
    { login: { accountId: person.subject, amr: ["demo"] } },
    { mergeWithLastSubmission: false },
  );
  redirect(response, next);
}

function showGroups(site: Site, response: ServerResponse, from: string | null, saved: string | null): void {
  const interactionId = from && INTERACTION.test(`/interaction/${from}`) ? from : undefined;
  const body = groupsPage({
    people: site.people.all(),
    tokenFor: (subject) => site.tokens.issue(subject),
    settings: site.settings,
    interactionId,
    saved: saved ? site.people.find(saved) : undefined,
  });
  sendPage(response, 200, body);
}

function showMail({ people, mailbox, settings }: Site, response: ServerResponse, of: string): void {
  const reader = people.find(of);
  const portal = new URL(settings.redirectUris[0] ?? settings.issuer).origin;
  const letters = mailbox.all(reader?.email);
  sendPage(response, 200, mailPage({ letters, people: people.all(), reader, portal }));
}

function saveGroups(site: Site, response: ServerResponse, form: URLSearchParams): void {
  const person = site.people.find(form.get("person") ?? "");
  if (!person || !site.tokens.redeem(form.get("token") ?? "", person.subject)) {
    const sentence = "This form is too old or was used already. Open the page again.";
    sendPage(response, 403, errorPage("Nothing was changed", sentence, site.settings));
    return;
  }
  site.people.setGroups(person.subject, form.getAll("group"));
  const query = new URLSearchParams({ saved: person.subject });
  const from = form.get("from");
  if (from) query.set("from", from);
  redirect(response, `/groups?${query}`);
}

function answerFailure(site: Site, response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  // The provider's word for an unknown, used or outdated sign-in (SessionNotFound is its subclass).
  if (error instanceof Error && error.name === "SessionNotFound") {
    const sentence = "This sign-in has expired or was finished in another tab. Start again from the portal.";
    sendPage(response, 400, errorPage("Start again", sentence, site.settings));
    return;
  }
  if (error instanceof FormTooLarge) {
    sendPage(response, 413, errorPage("Refused", "The form is too large.", site.settings));
    return;
  }
  console.error("identity provider:", error);
  sendPage(response, 500, errorPage("Something failed", "The provider's output says what.", site.settings));
}

class FormTooLarge extends Error {}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const part = Buffer.from(chunk);
    bytes += part.length;
    if (bytes > MOST_BODY_BYTES) throw new FormTooLarge();
    chunks.push(part);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
}

function sendPage(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, { "content-type": "text/html; charset=utf-8" }).end(html);
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { location }).end();
}

function listen(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  port: number,
  host: string,
): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer(handle);
    server.once("error", reject);
    server.listen({ port, host, ipv6Only: true }, () => resolve(server));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** Whether an error is one of the system's errors with one of these codes. */
export function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && "code" in error && codes.some((code) => code === error.code);
}
