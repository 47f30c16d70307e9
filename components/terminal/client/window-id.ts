const KEY = "halligan.window";
let own: string | undefined;

/** Names this window of the browser, also after a reload: the gateway does not ask it about itself. */
export function windowId(): string {
  own ??= kept() ?? crypto.randomUUID();
  try {
    sessionStorage.setItem(KEY, own);
  } catch {
    // A browser that keeps nothing is asked after a reload.
  }
  return own;
}

function kept(): string | undefined {
  try {
    return sessionStorage.getItem(KEY) ?? undefined;
  } catch {
    return undefined;
  }
}
