import { cpus } from "node:os";
import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.e2e.ts",
  outputDir: "test-results",
  globalSetup: "./tools/checks/integration-setup.mjs",
  // Each worker has a world of its own, seven processes and a browser: two of them starve each other on two cores.
  workers: cpus().length > 2 ? 2 : 1,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 90_000,
  expect: {
    timeout: 15_000,
    // Another machine draws the edges of letters a little differently; a button that has moved or has another colour is
    // more than this.
    toHaveScreenshot: { maxDiffPixels: 1000, threshold: 0.2, animations: "disabled", caret: "hide" },
  },
  // One picture for all machines: the fonts are ours, and so is the browser unless there is another.
  snapshotPathTemplate: "{testDir}/look/pictures/{arg}{ext}",
  reporter: [["list"]],
  use: {
    // A trace of everything costs as much time as the tests: ask for one with --trace retain-on-failure. Video
    // needs a program that is in no package registry.
    trace: "off",
    screenshot: "only-on-failure",
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
  },
});
