import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";

export interface MessageParts {
  /** What the message asks for: the kind of each argument, by name. */
  arguments: Record<string, "text" | "number" | "select">;
  /** Its own text; `{}` where an argument stands. */
  text: string;
  /** The branches of each select, by argument. */
  branches: Record<string, string[]>;
  /** Tags and date formats, which no message has. */
  others: number;
}

/** What a message is made of, as ICU reads it; one that it can't read throws. */
export function partsOf(message: string): MessageParts {
  const parts: MessageParts = { arguments: {}, text: "", branches: {}, others: 0 };
  collect(parse(message), parts);
  return parts;
}

function collect(elements: readonly MessageFormatElement[], parts: MessageParts): void {
  for (const element of elements)
    switch (element.type) {
      case TYPE.literal:
        parts.text += element.value;
        break;
      case TYPE.pound:
        parts.text += "{}";
        break;
      case TYPE.argument:
        parts.arguments[element.value] ??= "text";
        parts.text += "{}";
        break;
      case TYPE.number:
        parts.arguments[element.value] = "number";
        parts.text += "{}";
        break;
      case TYPE.plural:
      case TYPE.select: {
        const isPlural = element.type === TYPE.plural;
        parts.arguments[element.value] = isPlural ? "number" : "select";
        if (!isPlural) parts.branches[element.value] = Object.keys(element.options);
        for (const { value } of Object.values(element.options)) collect(value, parts);
        break;
      }
      default:
        parts.others += 1;
    }
}
