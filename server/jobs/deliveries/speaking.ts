import { AsyncLocalStorage } from "node:async_hooks";
import type { Language } from "@/messages/language";

const scope = new AsyncLocalStorage<{ language: Language }>();

/** Does what writes to a person, in that person's language. */
export function speaking<T>(language: Language, work: () => T): T {
  globalThis.halliganLanguage = scope;
  return scope.run({ language }, work);
}
