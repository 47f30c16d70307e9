import { useState } from "react";

interface OnDemand<M> {
  /** The module, once it is there. */
  loaded: M | undefined;
  /** Fetches it if it is not there yet. @returns whether it is there now */
  fetch: () => Promise<boolean>;
}

/**
 * A part of a page that is fetched when it is asked for: what few people open is sent to nobody else.
 * @param load an `import()` of its module
 */
export function useOnDemand<M>(load: () => Promise<M>): OnDemand<M> {
  const [loaded, setLoaded] = useState<M>();
  const fetch = async () => {
    try {
      const module = loaded ?? (await load());
      setLoaded(module);
      return true;
    } catch {
      // Away or replaced by a newer build: whoever asked says so, the page stays.
      return false;
    }
  };
  return { loaded, fetch };
}
