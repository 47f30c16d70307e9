import type { BundlePart } from "@/messages/browser-messages";
import { currentLanguage } from "@/messages/language";

const loading = new Map<string, Promise<void>>();

/** Runs a file of messages, once: what it says is there when the promise is. */
export function loadMessages(src: string): Promise<void> {
  const known = loading.get(src);
  if (known) return known;
  const promise = new Promise<void>((resolve, reject) => {
    const script = document.createElement("script");
    script.src = src;
    script.onload = () => resolve();
    script.onerror = () => {
      loading.delete(src);
      reject(new Error("the page's messages could not be loaded"));
    };
    document.head.append(script);
  });
  loading.set(src, promise);
  return promise;
}

/**
 * Loads a part that a page has no address of, because hardly any page comes to need it: today's words, uncached.
 * @returns whether it is there now
 */
export async function loadPart(part: BundlePart): Promise<boolean> {
  if (globalThis.halliganMessages?.parts.includes(part)) return true;
  try {
    await loadMessages(`/messages/${part}.${currentLanguage()}.now.js`);
    return true;
  } catch {
    return false;
  }
}
