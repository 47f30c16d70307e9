import { afterAll, beforeAll, expect, it } from "vitest";
import { startWorld, type World } from "../tools/world.mjs";

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.stop());

const fetched = (path: string) => fetch(new URL(path, world.portalOrigin));

interface Manifest {
  start_url: string;
  display: string;
  icons: { src: string; sizes: string; type: string; purpose?: string }[];
}

/** Width and height of a PNG, as its header says. */
async function sizeOf(path: string): Promise<string> {
  const bytes = Buffer.from(await (await fetched(path)).arrayBuffer());
  expect(bytes.subarray(1, 4).toString("latin1")).toBe("PNG");
  return `${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`;
}

it("can be put on a phone's home screen: each page links a manifest, whose icons are what it says of them", async () => {
  const page = await (await fetched("/sign-in")).text();
  expect(page).toContain('<link rel="manifest" href="/manifest.webmanifest"');
  const manifest = (await (await fetched("/manifest.webmanifest")).json()) as Manifest;
  expect(manifest).toMatchObject({ start_url: "/", display: "standalone" });
  expect(manifest.icons.map(({ sizes }) => sizes)).toEqual(expect.arrayContaining(["192x192", "512x512"]));
  expect(manifest.icons.some(({ purpose }) => purpose === "maskable")).toBe(true);
  for (const { src, sizes } of manifest.icons) expect(await sizeOf(src)).toBe(sizes);

  const [, apple] = /<link rel="apple-touch-icon" href="([^"]+)"/.exec(page) ?? [];
  expect(await sizeOf(apple ?? "")).toBe("180x180");
});

it("asks no search engine in", async () => {
  expect(await (await fetched("/robots.txt")).text()).toBe("User-agent: *\nDisallow: /\n");
});
