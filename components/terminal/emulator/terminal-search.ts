import type { SearchAddon } from "@xterm/addon-search";

/** What a search has found so far. */
export interface Found {
  /** Of how many it is the one shown, from 1; 0 when that is not known. */
  at: number;
  count: number;
}

export interface TerminalSearch {
  /** Goes to the next or previous place with this text, in any case of letters. */
  find: (text: string, direction: "next" | "previous") => void;
  /** Takes the marks away. */
  clear: () => void;
}

/**
 * The search in what a terminal still holds, with its marks in the terminal's colours.
 * @param colourOf a token of the terminal as #rrggbb
 */
export function createSearch(
  addon: SearchAddon,
  colourOf: (token: string) => string,
  onFound: (found: Found) => void,
): TerminalSearch {
  addon.onDidChangeResults(({ resultIndex, resultCount }) =>
    onFound({ at: resultIndex + 1, count: resultCount }),
  );
  const options = () => ({
    decorations: {
      matchBackground: colourOf("selection"),
      matchOverviewRuler: colourOf("yellow"),
      activeMatchBackground: colourOf("match"),
      activeMatchColorOverviewRuler: colourOf("yellow"),
    },
  });
  return {
    find: (text, direction) => {
      if (text === "") addon.clearDecorations();
      else if (direction === "next") addon.findNext(text, options());
      else addon.findPrevious(text, options());
    },
    clear: () => addon.clearDecorations(),
  };
}
