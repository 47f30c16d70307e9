import { Agent, request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROUTES } from "@/lib/http/routes";
import { ask, NODES } from "@/server/testing/loop";
import { HEAVY_PAGES, MOST_SCRIPTS_KB, weighScripts } from "@/server/testing/scripts";
import { Visitor } from "@/server/testing/visitor";
import { startWorld, type World } from "../tools/world.mjs";

let world: World;
let ana: Visitor;

beforeAll(async () => {
  world = await startWorld();
  ana = await Visitor.signIn(world, "ana");
});
afterAll(() => world?.stop());

const WORDS = { en: ["Nodes", "Sessions", "Sign out"], "zh-TW": ["節點", "工作階段", "登出"] } as const;
type Language = keyof typeof WORDS;

const WISHES: Record<Language, string> = { en: "en-GB,en;q=0.8,zh;q=0.2", "zh-TW": "zh-Hant-TW, en;q=0.5" };

/** A page of the web process, read in small bites, so that several answers are under way at once. */
function read(path: string, headers: Record<string, string>, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(`${world.portalOrigin}${path}`, { agent, headers }, (answer) => {
      answer.setEncoding("utf8");
      let body = "";
      answer.on("data", (part: string) => {
        body += part;
        answer.pause();
        setImmediate(() => answer.resume());
      });
      answer.on("end", () => resolve(body));
      answer.on("error", reject);
    });
    sent.on("error", reject);
    sent.end();
  });
}

/** Which languages a page speaks: its attribute, and whose words are in it. */
function languagesOf(page: string): { said: string | undefined; words: Language[] } {
  const text = page.replace(/<script[\s\S]*?<\/script>/g, "").replace(/\/messages\/[^"]*/g, "");
  const words = (["en", "zh-TW"] as const).filter((one) =>
    WORDS[one].some((word) => new RegExp(`[>"]${word}[<"]`).test(text)),
  );
  return { said: /<html lang="([^"]*)"/.exec(page)?.[1], words };
}

const spoken = (language: Language) => ({ said: language, words: [language] });

describe("the web process speaks the language of whoever asks", () => {
  it("to two who ask over one connection, one after the other", async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (const language of ["en", "zh-TW", "zh-TW", "en", "zh-TW", "en"] as const) {
      const page = await read("/nodes", { cookie: ana.cookie, "accept-language": WISHES[language] }, agent);
      expect(languagesOf(page)).toEqual(spoken(language));
    }
    agent.destroy();
  });

  it("to many who ask at once, over connections that both languages use", async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 6 });
    const asked = Array.from({ length: 30 }, (_, index) => ({
      language: index % 2 === 0 ? ("en" as const) : ("zh-TW" as const),
      path: ["/", "/nodes", "/requests"][index % 3] ?? "/",
    }));
    const pages = await Promise.all(
      asked.map(({ language, path }) =>
        read(path, { cookie: ana.cookie, "accept-language": WISHES[language] }, agent),
      ),
    );
    expect(pages.map(languagesOf)).toEqual(asked.map(({ language }) => spoken(language)));
    agent.destroy();
  });

  it("by the cookie before the browser's wish, and by the person's choice before both", async () => {
    const agent = new Agent();
    const ask = (cookie: string, wish: Language) =>
      read("/", { cookie, "accept-language": WISHES[wish] }, agent).then(languagesOf);
    const ben = await Visitor.signIn(world, "ben");
    const bare = ben.cookie;
    expect(await ask(`${bare}; halligan_language=zh-TW`, "en")).toEqual(spoken("zh-TW"));
    expect(await ask(`${bare}; halligan_language=tlh`, "zh-TW")).toEqual(spoken("zh-TW"));

    await ben.post("/api/people/language", { language: "zh-TW" });
    expect(ben.cookie).toContain("halligan_language=zh-TW");
    expect(await ask(bare, "en")).toEqual(spoken("zh-TW"));
    expect(await ask(`${bare}; halligan_language=en`, "en")).toEqual(spoken("zh-TW"));

    await ben.post("/api/people/language", { language: null });
    expect(ben.cookie).not.toContain("halligan_language");
    expect(await ask(bare, "en")).toEqual(spoken("en"));
  });

  it("and to nobody else: a language that is not ours is refused", async () => {
    const { status, body } = await ana.write("/api/people/language", { language: "tlh" });
    expect(status).toBe(400);
    expect(JSON.parse(body)).toMatchObject({
      error: { code: "INVALID_INPUT", params: { fields: ["language"] } },
    });
  });
});

describe("the words of a page", () => {
  it("are one file of one language that is cached for good; an old address gets today's words, uncached", async () => {
    const { body } = await ana.get(`${world.portalOrigin}/`, { "accept-language": WISHES["zh-TW"] });
    const files = [...body.matchAll(/<script src="(\/messages\/[^"]+)"/g)].map((match) => match[1] ?? "");
    expect(files).toEqual([expect.stringMatching(/^\/messages\/page\.zh-TW\.[0-9a-f]{16}\.js$/)]);
    const file = await ana.get(`${world.portalOrigin}${files[0]}`);
    expect(file.body).toContain("節點");
    expect(file.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    const old = await ana.get(`${world.portalOrigin}/messages/page.zh-TW.0123456789abcdef.js`);
    expect([old.status, old.headers["cache-control"], old.body]).toEqual([200, "no-store", file.body]);
    expect((await ana.get(`${world.portalOrigin}/messages/page.tlh.0123456789abcdef.js`)).status).toBe(404);
  });
});

it("a page loads no more JavaScript than it should, whatever it speaks", async () => {
  const dov = await Visitor.signIn(world, "dov");
  const people = await dov.get(`${world.portalOrigin}/people`);
  const examples: Readonly<Record<string, string | undefined>> = {
    "/nodes/[id]": `/nodes/${NODES.payments}`,
    "/requests/[id]": `/requests/${(await ask(ana, NODES.payments)).requestId}`,
    "/people/[id]": /"(\/people\/\w+)"/.exec(people.body)?.[1],
  };
  const heavy: string[] = [];
  for (const { path, kind, who } of ROUTES) {
    if (kind !== "page" || HEAVY_PAGES.includes(path)) continue;
    const reader = who === "anyone" ? new Visitor(world) : who.includes("engineer") ? ana : dov;
    for (const language of ["en", "zh-TW"] as const) {
      const weight = await weighScripts(reader, examples[path] ?? path, WISHES[language]);
      if (weight > MOST_SCRIPTS_KB) heavy.push(`${path} in ${language}: ${weight.toFixed(1)} KB`);
    }
  }
  expect(heavy).toEqual([]);
});
