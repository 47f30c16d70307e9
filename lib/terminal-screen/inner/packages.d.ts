// The package's own entry is CommonJS whose names Node doesn't see, and its "module" names a file that isn't there.
declare module "@xterm/headless/lib-headless/xterm-headless.mjs" {
  export { Terminal } from "@xterm/headless";
}

declare module "@xterm/addon-unicode-graphemes/lib/addon-unicode-graphemes.mjs" {
  export { UnicodeGraphemesAddon } from "@xterm/addon-unicode-graphemes";
}
