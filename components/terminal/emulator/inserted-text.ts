/**
 * Hears what is inserted without a key: the emoji picker, dictation, a text expander, the punctuation of an input
 * method. xterm.js takes it by itself, but not while it serves a screen reader, as what is typed is then inserted too.
 * @param element holds the terminal
 * @param isNeeded whether xterm leaves it to us at the moment
 * @returns stops listening
 */
export function hearInsertedText(
  element: HTMLElement,
  isNeeded: () => boolean,
  onText: (text: string) => void,
): () => void {
  let isKeyDown = false;
  const down = () => {
    isKeyDown = true;
  };
  const up = () => {
    isKeyDown = false;
  };
  const input = (event: Event) => {
    if (!(event instanceof InputEvent) || event.inputType !== "insertText" || event.isComposing) return;
    if (isNeeded() && !isKeyDown && event.data) onText(event.data);
  };
  element.addEventListener("keydown", down, true);
  element.addEventListener("keyup", up, true);
  // A key that is let go of elsewhere is not heard here.
  element.addEventListener("blur", up, true);
  element.addEventListener("input", input, true);
  return () => {
    element.removeEventListener("keydown", down, true);
    element.removeEventListener("keyup", up, true);
    element.removeEventListener("blur", up, true);
    element.removeEventListener("input", input, true);
  };
}
