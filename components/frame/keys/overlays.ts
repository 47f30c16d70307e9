/** What lies over the frame when somebody asks for it: loaded then, as most pages are read without. */
export { CommandMenu } from "../commands/command-menu";
export { ShortcutHelp } from "./shortcut-help";
