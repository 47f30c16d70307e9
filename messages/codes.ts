import type { en } from "./en";

export type MessageCode = keyof typeof en;
