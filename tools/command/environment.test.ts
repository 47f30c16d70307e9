import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { closedEnvironment, toolEnvironment } from "./environment.mjs";

const POISON = {
  AWS_PROFILE: "production",
  AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
  AWS_ENDPOINT_URL: "https://evil.test",
  HTTPS_PROXY: "http://evil.test:8080",
  http_proxy: "http://evil.test:8080",
  NODE_OPTIONS: "--require /tmp/evil.js",
  HALLIGAN_WORLD: "production",
  DATABASE_URL: "postgresql://db.evil.test/x",
};

const folder = mkdtempSync(join(tmpdir(), "halligan-environment-"));
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

it("hands nothing to a demo's processes that leads off loopback, and a home without a ~/.aws", () => {
  for (const [name, value] of Object.entries(POISON)) vi.stubEnv(name, value);
  const env = closedEnvironment(folder);
  for (const name of Object.keys(POISON)) expect(env[name], name).toBeUndefined();
  expect(env).toMatchObject({
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_EC2_METADATA_DISABLED: "true",
    HOME: join(folder, "home"),
  });
});

it("keeps from tools what would change their result: another account, another world, options of node", () => {
  const env = toolEnvironment({
    ...POISON,
    PATH: "/bin",
    npm_config_omit: "dev",
    NODE_ENV: "production",
    HOME: "/home/x",
  });
  expect(env).toEqual({
    PATH: "/bin",
    HOME: "/home/x",
    HTTPS_PROXY: POISON.HTTPS_PROXY,
    http_proxy: POISON.http_proxy,
    NEXT_TELEMETRY_DISABLED: "1",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  });
});
