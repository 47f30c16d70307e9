import { expect as impatient } from "@playwright/test";

/** As patient as the tests are: the walk runs without their configuration too. */
export const expect = impatient.configure({ timeout: 15_000 });
